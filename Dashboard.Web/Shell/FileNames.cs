using System.Text;
using Sessions;

namespace Dashboard.Web.Shell;

/// <summary>Names of files that are downloaded: nothing that a file system could mind.</summary>
internal static class FileNames
{
    private const int LongestRunnerName = 60;

    /// <summary>For example <c>index-runner-5f833d2c</c>.</summary>
    public static string Of(SessionState session) =>
        $"{Plain(session.RunnerName)}-{Plain(ShortId.Of(session.Id))}";

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Take(LongestRunnerName))
        {
            plain.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-');
        }

        return plain.ToString();
    }
}
