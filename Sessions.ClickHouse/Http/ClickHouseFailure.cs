using System.Globalization;
using System.Net;

namespace Sessions.ClickHouse.Http;

/// <summary>What the server answered instead of a result, sorted into the contract's exceptions.</summary>
internal static class ClickHouseFailure
{
    private const int UnknownTable = 60;
    private const int UnknownDatabase = 81;
    private const int NotAuthorized = 516;
    private const int AccessDenied = 497;
    private const int ReadOnly = 164;

    /// <summary>
    /// Errors that pass by themselves: no room (241, 243, 439), too many parts or queries (252, 202), time-outs
    /// (159, 209, 160), network and Keeper (210, 279, 999, 242, 319, 285), a server that is going down (236, 394).
    /// </summary>
    private static readonly HashSet<int> Passing =
    [
        241,
        243,
        439,
        252,
        202,
        159,
        209,
        160,
        210,
        279,
        999,
        242,
        319,
        285,
        236,
        394,
    ];

    public static Exception Of(Uri server, HttpStatusCode status, string? code, string body)
    {
        _ = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var said = FirstLine(body);
        return number switch
        {
            UnknownTable or UnknownDatabase => new StoreUnavailableException(
                $"{server}: has no session tables yet; start a collector with this connection string, it makes them. ({said})"
            ),
            NotAuthorized or AccessDenied or ReadOnly => new StoreUnusableException(
                $"{server}: refuses this user; check Username and Password in ConnectionStrings:sessions and the user's grants. ({said})"
            ),
            0 => new StoreUnavailableException(
                $"{server}: answers {(int)status} and no reason; is it ClickHouse's HTTP port? ({said})"
            ),
            _ when Passing.Contains(number) => new StoreUnavailableException(
                $"{server}: cannot do it now; trying again helps. ({said})"
            ),
            _ => new InvalidOperationException($"{server}: {said}"),
        };
    }

    public static StoreUnavailableException Away(Uri server, Exception cause) =>
        new(
            $"{server}: cannot be reached; see that ClickHouse runs there. ({FirstLine(cause.Message)})",
            cause
        );

    private static string FirstLine(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOf('\n');
        line = end < 0 ? line : line[..end];
        return line.Length <= 500 ? line.ToString() : string.Concat(line[..500], "…");
    }
}
