namespace Runner.Telemetry.Life;

/// <summary>The time of a session's moments: strictly rising by at least a microsecond, also when the wall clock is
/// coarse or set back.</summary>
sealed class SessionClock(TimeProvider time)
{
    readonly Lock gate = new();
    long newest;

    public DateTimeOffset Next()
    {
        var now = time.GetUtcNow().UtcTicks;
        lock (gate)
        {
            // Readers tell two checkpoints of one name apart by their time, and may keep no more than microseconds.
            newest = Math.Max(
                now - now % TimeSpan.TicksPerMicrosecond,
                newest + TimeSpan.TicksPerMicrosecond
            );
            return new DateTimeOffset(newest, TimeSpan.Zero);
        }
    }
}
