using System.Globalization;

namespace Sessions;

/// <summary>Place of an event in commit order; 0 is before everything.</summary>
public readonly record struct StorePosition(long Value) : IComparable<StorePosition>
{
    public static StorePosition Start => new(0);

    public int CompareTo(StorePosition other) => Value.CompareTo(other.Value);
}

/// <summary>An event as the store holds it.</summary>
/// <param name="Position">Where it stands in commit order; changes when the event is merged.</param>
/// <param name="ArrivedAt">When its newest part arrived, by the collector's clock, UTC.</param>
/// <param name="Event">The event.</param>
public sealed record StoredEvent(
    StorePosition Position,
    DateTimeOffset ArrivedAt,
    SessionEvent Event
);

/// <summary>
/// Place of an event in its session's order: by event time, then by <see cref="EventId"/>. Opaque to callers;
/// it does not change when other events arrive.
/// </summary>
public readonly record struct EventCursor(DateTimeOffset Timestamp, EventId Id)
    : IComparable<EventCursor>
{
    public static EventCursor Of(SessionEvent e) => new(e.Timestamp, e.Id);

    public static bool TryParse(string? text, out EventCursor cursor)
    {
        cursor = default;
        if (
            text?.Split('.') is not [var ticks, var id]
            || !long.TryParse(
                ticks,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var utcTicks
            )
            || utcTicks > DateTime.MaxValue.Ticks
            || !long.TryParse(
                id,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            return false;
        }

        cursor = new EventCursor(new DateTimeOffset(utcTicks, TimeSpan.Zero), new EventId(value));
        return true;
    }

    public int CompareTo(EventCursor other) =>
        (Timestamp, Id.Value).CompareTo((other.Timestamp, other.Id.Value));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Timestamp.UtcTicks}.{Id}");
}

/// <summary>One page of an answer.</summary>
/// <param name="Items">In the order asked for.</param>
/// <param name="Next">Opaque cursor of the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public static Page<T> Empty { get; } = new([], null);
}

/// <summary>Which sessions, in which order.</summary>
public sealed record SessionQuery
{
    public SessionStatus? Status { get; init; }

    /// <summary>Any of these; empty is all.</summary>
    public IReadOnlyList<SessionStatus> AnyOf { get; init; } = [];

    public string? RunnerName { get; init; }

    /// <summary>Started at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// Part of the runner's name, whatever the case, or the start of the session's id, where capitals and small
    /// letters are the same for A to Z. As it stands: no sign has a meaning of its own.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>
    /// Running sessions that a deadline of their verdict (<see cref="VerdictDeadlines"/>) may have passed by then: every
    /// one that is late, lost, hung or recovering at that moment, and hardly any other. Judge each of them with <see cref="Verdict.Of"/>;
    /// those that are left out run. An engine without deadlines gives all running ones. Ended sessions come with them
    /// only where <see cref="AnyOf"/> or <see cref="NeedsAttention"/> asks for them.
    /// </summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>
    /// Of ended sessions only those that failed, ended in an error or at their time limit, and that no session of the
    /// same runner has made up for: one that started later and succeeded. Running ones are for the caller to judge.
    /// </summary>
    public bool NeedsAttention { get; init; }

    public SessionSort Sort { get; init; }

    public bool Ascending { get; init; }

    /// <summary>1 to 1,000.</summary>
    public int Limit { get; init; } = 50;

    /// <summary><see cref="Page{T}.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>The statuses that all its conditions together let through, in order.</summary>
    public IReadOnlyList<SessionStatus> Statuses() =>
        [
            .. Enum.GetValues<SessionStatus>()
                .Where(status =>
                    (Status is null || status == Status)
                    && (AnyOf.Count == 0 || AnyOf.Contains(status))
                    && (!NeedsAttention || status == SessionStatus.Running || EndedBadly(status))
                    && (
                        DueBy is null
                        || AnyOf.Count > 0
                        || NeedsAttention
                        || status == SessionStatus.Running
                    )
                ),
        ];

    /// <summary>Whether a session that ended so needs attention.</summary>
    public static bool EndedBadly(SessionStatus status) =>
        status is SessionStatus.Failed or SessionStatus.Error or SessionStatus.Timeout;
}

/// <summary>What a list of sessions is sorted by; running sessions' durations and ROI count as they stand.</summary>
public enum SessionSort
{
    Start,
    Duration,
    Roi,
}

/// <summary>Which events of one session.</summary>
public sealed record EventQuery
{
    public required string SessionId { get; init; }

    /// <summary>Any of these; empty is all.</summary>
    public IReadOnlyList<EventType> Types { get; init; } = [];

    /// <summary>Any of these; empty is all.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Any of these; empty is all.</summary>
    public IReadOnlyList<EventLevel> Levels { get; init; } = [];

    /// <summary>At or after, event time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before, event time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// Part of the message, checkpoint or error type, case-insensitive. What is rare is looked for among a bounded number
    /// of events at a time: a page may hold fewer than asked for, or none, and still have a <see cref="Page{T}.Next"/>.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>
    /// 1 to 10,000. A page may hold fewer when its events are large (<see cref="EventText.Limit"/>), and still have a
    /// <see cref="Page{T}.Next"/>.
    /// </summary>
    public int Limit { get; init; } = 100;

    /// <summary>Cursor of an event: only older ones, newest first. Excludes <see cref="After"/>.</summary>
    public string? Before { get; init; }

    /// <summary>Cursor of an event: only newer ones, oldest first. Excludes <see cref="Before"/>.</summary>
    public string? After { get; init; }

    /// <summary>Without a cursor: from the session's first event on, oldest first.</summary>
    public bool OldestFirst { get; init; }
}

/// <summary>Equity over time.</summary>
/// <param name="Points">In order of time.</param>
/// <param name="Total">How many points there are before reduction.</param>
/// <param name="MaxDrawdown">Deepest fall from a peak, in percent of the peak, 0 or more.</param>
public sealed record EquityCurve(IReadOnlyList<EquityPoint> Points, long Total, double MaxDrawdown)
{
    public static EquityCurve Empty { get; } = new([], 0, 0);
}

/// <summary>One point of the curve.</summary>
/// <param name="Timestamp">Event time, UTC.</param>
/// <param name="Equity">In the session's currency.</param>
/// <param name="Drawdown">Fall from the peak so far, in percent of the peak, 0 or more.</param>
/// <param name="Id">The event that states it.</param>
public readonly record struct EquityPoint(
    DateTimeOffset Timestamp,
    double Equity,
    double Drawdown,
    EventId Id
);

/// <summary>What earlier sessions of a runner teach.</summary>
/// <param name="Durations">Of the whole session (empty name) and of each phase.</param>
/// <param name="LongestWorkGapSeconds">The longest time between two signs of work in any of them; null without any.</param>
public sealed record RunnerHistory(
    IReadOnlyList<UsualDuration> Durations,
    double? LongestWorkGapSeconds
)
{
    public static RunnerHistory Empty { get; } = new([], null);

    /// <summary>Learns from sessions that ended well.</summary>
    public static RunnerHistory Of(IEnumerable<SessionState> sessions)
    {
        var seconds = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        double? gap = null;
        foreach (var session in sessions)
        {
            if (session.EndedAt is not { } end)
            {
                continue;
            }

            Add("", session.Runtime(end));
            foreach (var phase in session.NamedPhases.Where(p => p.EndedAt is not null))
            {
                if (phase.Elapsed(end) is { } elapsed)
                {
                    Add(phase.Name, elapsed);
                }
            }

            gap = SessionHeader.Max(
                gap,
                session.Liveness.LongestWorkGapSeconds is > 0 and var longest ? longest : null
            );
        }

        return seconds.Count == 0
            ? Empty
            : new RunnerHistory(
                [
                    .. seconds
                        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                        .Select(pair => UsualDuration.Of(pair.Key, pair.Value)),
                ],
                gap
            );

        void Add(string phase, TimeSpan elapsed)
        {
            if (!seconds.TryGetValue(phase, out var list))
            {
                seconds[phase] = list = [];
            }

            list.Add(elapsed.TotalSeconds);
        }
    }
}

/// <summary>How long a phase usually takes.</summary>
/// <param name="Phase">The phase's name; empty for the whole session.</param>
/// <param name="Sessions">How many sessions the figures rest on.</param>
/// <param name="MedianSeconds">Half took less.</param>
/// <param name="P90Seconds">Nine in ten took less.</param>
public sealed record UsualDuration(
    string Phase,
    int Sessions,
    double MedianSeconds,
    double P90Seconds
)
{
    /// <summary>Nearest-rank percentiles: each is a duration that was.</summary>
    internal static UsualDuration Of(string phase, List<double> seconds)
    {
        seconds.Sort();
        return new UsualDuration(phase, seconds.Count, Rank(0.5), Rank(0.9));

        double Rank(double share) => seconds[(int)Math.Ceiling(share * seconds.Count) - 1];
    }
}
