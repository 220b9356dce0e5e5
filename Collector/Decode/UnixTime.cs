namespace Collector.Decode;

/// <summary>OTLP's nanoseconds since 1970 as UTC; what is finer than 100 ns is cut off.</summary>
internal static class UnixTime
{
    private const ulong NanosecondsPerTick = 100;

    /// <returns>Null for 0, which is "unknown".</returns>
    public static DateTimeOffset? ToUtc(ulong nanoseconds) =>
        nanoseconds == 0
            ? null
            : new DateTimeOffset(
                DateTime.UnixEpoch.Ticks + (long)(nanoseconds / NanosecondsPerTick),
                TimeSpan.Zero
            );
}
