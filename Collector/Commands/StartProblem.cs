using System.Data.Common;
using System.Net.Sockets;
using Sessions;

namespace Collector.Commands;

/// <summary>
/// What keeps the collector or a command from starting and is the operator's to put right: a wrong setting, a port in
/// use, a file that cannot be read or written. One line says it; a stack trace would hide it.
/// </summary>
internal static class StartProblem
{
    public static bool IsOperators(Exception problem) =>
        problem
            is ConfigurationException
                or StoreUnusableException
                or StoreUnavailableException
                or IOException
                or UnauthorizedAccessException
                or SocketException
                or DbException
        || IsSetting(problem);

    /// <summary>The message in one line, with what is below it when that says more.</summary>
    public static string Line(Exception problem)
    {
        var text = problem.Message;
        if (IsSetting(problem) && problem.InnerException is { } inner)
        {
            text += " " + inner.Message;
        }

        return text.ReplaceLineEndings(" ");
    }

    // The framework's own words for a value that is not a number, a URL that is none, a protocol that it does not know.
    private static bool IsSetting(Exception problem) =>
        problem is FormatException
        || (
            problem is InvalidOperationException
            && (
                problem.Message.StartsWith(
                    "Failed to convert configuration value",
                    StringComparison.Ordinal
                ) || problem.Message.Contains("endpoint", StringComparison.OrdinalIgnoreCase)
            )
        );
}
