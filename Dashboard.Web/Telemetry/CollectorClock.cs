using Sessions;

namespace Dashboard.Web.Telemetry;

/// <summary>
/// When the collector could hear everyone, as it states in the store, and its present moment: the newest one that it
/// stated and what has passed here since. Of this machine's clock only the pace counts, so one that is ahead or behind
/// makes nobody late.
/// </summary>
internal sealed class CollectorClock(ISessionReader reader, TimeProvider time)
{
    private volatile Statement? _newest;

    /// <summary>The periods in order of time, the present or latest one last; empty when the store knows of none.</summary>
    public IReadOnlyList<HearingPeriod> Hearing => _newest?.Hearing ?? [];

    /// <summary>The present moment by the collector's clock, UTC; by this machine's as long as the store states nothing.</summary>
    public DateTimeOffset Now =>
        _newest is { } newest ? newest.At + time.GetElapsedTime(newest.ReadAt) : time.GetUtcNow();

    /// <summary>Reads what is stated now; what was known stays when the store cannot be read.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            Take(await reader.HearingAsync(cancellationToken));
        }
        catch (StoreUnavailableException)
        {
            // Whoever reads sessions says so.
        }
    }

    private void Take(IReadOnlyList<HearingPeriod> read)
    {
        if (read.Count == 0)
        {
            _newest = null;
        }
        else if (_newest is not { } known)
        {
            _newest = Statement.Of(read, read[^1], AgeAtFirst(read[^1]), time);
        }
        else if (read.Except(known.Read).ToArray() is [.., var changed])
        {
            _newest = Statement.Of(read, changed, TimeSpan.Zero, time);
        }
    }

    /// <summary>
    /// How old the first statement is can only be told by this machine's clock: an old one is taken for the last word of
    /// a collector that is away, until the next one comes in.
    /// </summary>
    private TimeSpan AgeAtFirst(HearingPeriod period)
    {
        var age = time.GetUtcNow() - End(period);
        return age > VerdictContext.HearingTolerance ? age : TimeSpan.Zero;
    }

    private static DateTimeOffset End(HearingPeriod period) => period.Until ?? period.Since;

    /// <param name="Read">As the store gave them.</param>
    /// <param name="Hearing">Those up to the one that was stated last, which is the last.</param>
    /// <param name="At">The collector's present moment when they were read.</param>
    /// <param name="ReadAt">This process's timestamp of the same moment.</param>
    private sealed record Statement(
        IReadOnlyList<HearingPeriod> Read,
        IReadOnlyList<HearingPeriod> Hearing,
        DateTimeOffset At,
        long ReadAt
    )
    {
        public static Statement Of(
            IReadOnlyList<HearingPeriod> read,
            HearingPeriod newest,
            TimeSpan age,
            TimeProvider time
        ) =>
            new(
                read,
                // Periods after it are of a clock that was set back since: they say nothing about the present.
                [.. read.Where(period => End(period) <= newest.Since && period != newest), newest],
                End(newest) + age,
                time.GetTimestamp()
            );
    }
}
