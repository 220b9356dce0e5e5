namespace Sessions;

/// <summary>What a store tells of all beats of a session, in an answer whose size does not grow with their number.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last.</param>
/// <param name="Cadence">How it usually beats.</param>
/// <param name="Longest">
/// The longest times between two beats, longest first, of equal ones the latest first: at most <see cref="MaxPauses"/>,
/// and none that is not longer than <see cref="Least"/>.
/// </param>
public sealed record BeatSummary(
    long Count,
    BeatTick First,
    BeatTick Last,
    BeatCadence Cadence,
    IReadOnlyList<BeatPause> Longest
)
{
    /// <summary>Beats closer together than this part of the whole line are drawn as one stroke.</summary>
    public const int Columns = 480;

    /// <summary>Gaps that are told of, the longest ones.</summary>
    public const int MaxGaps = 200;

    /// <summary>Fewer than <see cref="Columns"/> are longer than a column, and the gaps are among the longest.</summary>
    public const int MaxPauses = Columns + MaxGaps;

    public static BeatSummary Empty { get; } =
        new(0, default, default, new BeatCadence(TimeSpan.Zero, 1), []);

    /// <summary>Up to which length a time between two beats is of no interest: no gap, and narrower than a column.</summary>
    public static TimeSpan Least(BeatCadence cadence, DateTimeOffset first, DateTimeOffset last)
    {
        var column = (last - first) / Columns;
        // What rounds to less than two spacings.
        var noGap = cadence.Spacing * 1.5 - TimeSpan.FromTicks(1);
        return cadence.Spacing > TimeSpan.Zero && noGap < column ? noGap : column;
    }

    /// <param name="beats">All of a session, in order.</param>
    /// <param name="intervalSeconds">The stated interval (<see cref="SessionState.BeatIntervalSeconds"/>), if any.</param>
    public static BeatSummary Of(IReadOnlyList<BeatTick> beats, double? intervalSeconds)
    {
        if (beats.Count == 0)
        {
            return Empty;
        }

        var cadence = BeatCadence.Of([.. beats.TakeLast(BeatCadence.Sample)], intervalSeconds);
        var least = Least(cadence, beats[0].At, beats[^1].At);
        return new BeatSummary(
            beats.Count,
            beats[0],
            beats[^1],
            cadence,
            [
                .. beats
                    .Zip(beats.Skip(1), (from, to) => new BeatPause(from, to))
                    .Where(pause => pause.Length > least)
                    .OrderByDescending(pause => pause.Length)
                    .ThenByDescending(pause => pause.From.Cursor)
                    .Take(MaxPauses),
            ]
        );
    }

    /// <summary>Reads every beat, for engines that keep no summary.</summary>
    public static async ValueTask<BeatSummary> WalkAsync(
        ISessionReader reader,
        string sessionId,
        double? intervalSeconds,
        CancellationToken cancellationToken
    ) =>
        Of(
            [
                .. (await BeatWalk.AllAsync(reader, sessionId, cancellationToken)).Select(
                    BeatTick.Of
                ),
            ],
            intervalSeconds
        );
}

/// <summary>A beat as far as a line needs it.</summary>
/// <param name="At">When, by the runner's clock.</param>
/// <param name="Id">The event.</param>
/// <param name="Number">Its number in the session, from 1; 0 where it states none.</param>
public readonly record struct BeatTick(DateTimeOffset At, EventId Id, long Number)
{
    public EventCursor Cursor => new(At, Id);

    public static BeatTick Of(SessionEvent e) => new(e.Timestamp, e.Id, e.Beat?.Number ?? 0);
}

/// <summary>The time between two beats that follow each other.</summary>
public readonly record struct BeatPause(BeatTick From, BeatTick To)
{
    public TimeSpan Length => To.At - From.At;
}
