using System.Globalization;
using System.Net;

namespace Sessions.ClickHouse.Http;

/// <summary>What the server answered instead of a result, sorted into the contract's exceptions: see <see cref="StoreFault"/>.</summary>
internal static class ClickHouseFailure
{
    /// <summary>The tables or the database are not there: 60, 81, 218.</summary>
    private static readonly HashSet<int> Missing = [60, 81, 218];

    /// <summary>
    /// The user may not do it: authentication (516), unknown user, wrong or missing password (192, 193, 194), grants
    /// (497), read-only (164), access from this address (195).
    /// </summary>
    private static readonly HashSet<int> Access = [516, 192, 193, 194, 195, 497, 164];

    /// <summary>
    /// Errors that pass by themselves or when somebody sees to the server: no room (241, 243, 439), too many parts,
    /// queries, sessions or quota (252, 202, 700, 201, 290), time-outs (159, 209, 160), network, DNS and Keeper (210, 198,
    /// 279, 999, 242, 319, 285), a server that is going down (236, 394), its disk (74, 75, 76, 499, 228), its memory of parts
    /// (32, 33, 40, 271).
    /// </summary>
    private static readonly HashSet<int> Passing =
    [
        241,
        243,
        439,
        252,
        202,
        700,
        201,
        290,
        159,
        209,
        160,
        210,
        198,
        279,
        999,
        242,
        319,
        285,
        236,
        394,
        74,
        75,
        76,
        499,
        228,
        32,
        33,
        40,
        271,
    ];

    /// <summary>
    /// These rows are never taken as they are: what cannot be parsed or held (6, 26, 27, 41, 69, 72, 117, 131, 349), too
    /// large for a limit (158, 307, 396), against a constraint (469).
    /// </summary>
    private static readonly HashSet<int> Refused =
    [
        6,
        26,
        27,
        41,
        69,
        72,
        117,
        131,
        349,
        158,
        307,
        396,
        469,
    ];

    public static Exception Of(Uri server, HttpStatusCode status, string? code, string body)
    {
        _ = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var said = FirstLine(body);
        var cause = new ClickHouseError(said, isAccess: Access.Contains(number));
        return number switch
        {
            _ when Missing.Contains(number) => new StoreUnavailableException(
                $"{server}: has no session tables yet; start a collector with this connection string, it makes them. ({said})",
                cause
            ),
            _ when cause.IsAccess => new StoreUnavailableException(
                $"{server}: refuses this user; check Username and Password in ConnectionStrings:sessions and the user's grants. ({said})",
                cause
            ),
            0 => new StoreUnavailableException(
                $"{server}: answers {(int)status} and no reason; is it ClickHouse's HTTP port? ({said})",
                cause
            ),
            _ when Passing.Contains(number) => new StoreUnavailableException(
                $"{server}: cannot do it now; trying again helps. ({said})",
                cause
            ),
            _ when Refused.Contains(number) => new StoreRefusedException(
                $"{server}: does not take these rows. ({said})",
                cause
            ),
            // Statements that it does not understand: nothing that waiting helps.
            _ => new InvalidOperationException($"{server}: {said}", cause),
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

/// <summary>The server's own words.</summary>
internal sealed class ClickHouseError(string said, bool isAccess) : Exception(said)
{
    /// <summary>Whether the user or its password is refused, or a grant is missing.</summary>
    public bool IsAccess { get; } = isAccess;
}
