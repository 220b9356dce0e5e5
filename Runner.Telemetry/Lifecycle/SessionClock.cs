namespace Runner.Telemetry.Lifecycle;

/// <summary>The time of a session's moments: strictly rising by at least a microsecond, also when the wall clock is
/// coarse or set back.</summary>
sealed class SessionClock(TimeProvider time)
{
    readonly Lock _gate = new();
    long _newest;

    public DateTimeOffset Next()
    {
        var now = time.GetUtcNow().UtcTicks;
        lock (_gate)
        {
            // Readers tell two checkpoints of one name apart by their time, and may keep no more than microseconds.
            _newest = Math.Max(
                now - now % TimeSpan.TicksPerMicrosecond,
                _newest + TimeSpan.TicksPerMicrosecond
            );
            return new DateTimeOffset(_newest, TimeSpan.Zero);
        }
    }
}
