namespace Sessions;

/// <summary>
/// The one way into a store. One writer per store; its calls overlap no further than <see cref="MaxOverlap"/> says (the
/// collector queues).
/// </summary>
public interface ISessionWriter : IAsyncDisposable
{
    /// <summary>How many calls may be under way at once: while one waits for the disk the next can be written.</summary>
    int MaxOverlap => 1;

    /// <summary>
    /// Stores a batch durably, whole or not at all, and returns only after the commit. Writing the same batch again
    /// changes nothing; the order of batches changes nothing: an event that is known already is merged
    /// (<see cref="SessionEvent.Merge"/>). The caller keeps the batch and may reuse it after the return.
    /// Events that name only a trace wait in the store, bounded, until that trace's session is known.
    /// An empty batch tells whether the store can be had: something is really written, and after a failure as much as
    /// what failed.
    /// </summary>
    /// <exception cref="StoreException">Nothing was stored; <see cref="StoreException.Fault"/> says whether trying again
    /// later may succeed.</exception>
    ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken);
}

/// <summary>What the collector made of one or more requests.</summary>
public sealed class WriteBatch
{
    /// <summary>When the requests arrived, by the collector's clock, UTC.</summary>
    public required DateTimeOffset ArrivedAt { get; set; }

    /// <summary>In order of arrival. An empty <see cref="SessionEvent.SessionId"/> with a trace id means: of whichever session has that trace.</summary>
    public List<SessionEvent> Events { get; } = [];

    /// <summary>Gauge points that came without their beat.</summary>
    public List<GaugePoint> Points { get; } = [];

    /// <summary>Values of sessions' own figures.</summary>
    public List<FigurePoint> Figures { get; } = [];

    /// <summary>
    /// The collector's heartbeat, with or without events: the period in which it has been able to hear everyone, up to
    /// now. Stored with the batch in place of an earlier one with the same start; the store keeps the newest
    /// <see cref="HearingPeriod.MaxKept"/>. Null when the batch says nothing of it.
    /// </summary>
    public HearingPeriod? Hearing { get; set; }

    /// <summary>
    /// Set by the writer: how long no other batch could be written because of this one. Left as it is where batches do not
    /// wait for each other.
    /// </summary>
    public TimeSpan Held { get; set; }
}

/// <summary>
/// A metric point of a session that came without a beat: the rest of its collection was in another request, or the
/// runner sends none. It belongs to the beat in force at its time, and counts for the session's figures either way.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Phase">The phase, if stated.</param>
/// <param name="Timestamp">The point's time, UTC.</param>
/// <param name="Metric">Which gauge.</param>
/// <param name="Value">Its value; counts are whole numbers.</param>
public readonly record struct GaugePoint(
    string SessionId,
    string? Phase,
    DateTimeOffset Timestamp,
    GaugeMetric Metric,
    double Value
)
{
    /// <summary>Which run of the phase (<c>runner.phase.run</c>, from 1), where that is stated.</summary>
    public int? Run { get; init; }

    /// <summary>The point as the one figure that it states; null for the interval and for steps.</summary>
    public Figures? ToFigures() =>
        Metric switch
        {
            GaugeMetric.Equity => new Figures { Equity = Value },
            GaugeMetric.Pnl => new Figures { Pnl = Value },
            GaugeMetric.Trades => new Figures { Trades = (long)Value },
            GaugeMetric.Wins => new Figures { Wins = (long)Value },
            GaugeMetric.Losses => new Figures { Losses = (long)Value },
            _ => null,
        };
}

/// <summary>The gauges that a beat takes its figures from.</summary>
public enum GaugeMetric
{
    Interval,
    Progress,
    Equity,
    Pnl,
    Trades,
    Wins,
    Losses,
    ProgressTotal,
}

/// <summary>What became of a batch.</summary>
/// <param name="Added">Events new to the store.</param>
/// <param name="Merged">Events that were known and now say more.</param>
/// <param name="Known">Events that were known and stay as they are.</param>
/// <param name="Waiting">Events that wait for their trace's session.</param>
/// <param name="Refused">Events that had to be dropped because a bound was reached.</param>
public readonly record struct WriteResult(
    int Added,
    int Merged,
    int Known,
    int Waiting,
    int Refused
)
{
    /// <summary>
    /// Values of the batch that were left out, because their session has as many figures as it may have
    /// (<see cref="Figure.MostOfSession"/>).
    /// </summary>
    public IReadOnlyList<FigurePoint> FiguresLeftOut { get; init; } = [];

    /// <summary>
    /// Starts of phases beyond <see cref="SessionState.MostPhases"/>: they are events like any other, but not phases of
    /// their session.
    /// </summary>
    public IReadOnlyList<SessionEvent> PhasesLeftOut { get; init; } = [];
}
