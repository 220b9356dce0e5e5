namespace Collector.Decode;

/// <summary>
/// OTLP's nanoseconds since 1970 as UTC; what is finer than 100 ns is cut off. Seconds, milliseconds and microseconds are
/// a common mistake, and from 1973 to 2262 the four cannot be confused, so they are taken for what they are.
/// </summary>
internal static class UnixTime
{
    // 1e8 s is March 1973; 2^63 ns is April 2262.
    private const ulong FirstSeconds = 100_000_000;
    private const ulong LastSeconds = 9_223_372_036;
    private const ulong NanosecondsPerTick = 100;

    /// <returns>Null when it is 0, which is "unknown", or no time in any unit.</returns>
    public static DateTimeOffset? ToUtc(ulong time) =>
        Scale(time) is var scale && scale > 0
            ? new DateTimeOffset(
                DateTime.UnixEpoch.Ticks + (long)(time * scale / NanosecondsPerTick),
                TimeSpan.Zero
            )
            : null;

    /// <summary>Whether it is a time, but not in nanoseconds.</summary>
    public static bool IsInOtherUnit(ulong time) => Scale(time) > 1;

    /// <summary>What the value has to be multiplied by to be nanoseconds; 0 for no time.</summary>
    private static ulong Scale(ulong time) =>
        time switch
        {
            >= FirstSeconds * 1_000_000_000 and <= LastSeconds * 1_000_000_000 => 1,
            >= FirstSeconds * 1_000_000 and <= LastSeconds * 1_000_000 => 1_000,
            >= FirstSeconds * 1_000 and <= LastSeconds * 1_000 => 1_000_000,
            >= FirstSeconds and <= LastSeconds => 1_000_000_000,
            _ => 0,
        };
}
