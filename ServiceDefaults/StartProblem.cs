using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// What keeps a service from starting and is the operator's to fix: a wrong setting, a port in use, a file that cannot be
/// read or written. One line says it; a stack trace would hide it.
/// </summary>
public static class StartProblem
{
    /// <summary>Whether it is one of these; a service adds what its own store throws.</summary>
    public static bool IsOperators(Exception problem) =>
        problem
            is ConfigurationException
                or IOException
                or UnauthorizedAccessException
                or SocketException
                or DbException
                or CryptographicException
                or FormatException
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

    // The framework's own words for a value of the wrong type, and for an address that it cannot listen on.
    private static bool IsSetting(Exception problem) =>
        problem is InvalidOperationException
        && Words.Any(word => problem.Message.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Words =
    [
        "Failed to convert configuration value",
        "endpoint",
        "scheme",
        "address",
        "HTTPS",
    ];
}
