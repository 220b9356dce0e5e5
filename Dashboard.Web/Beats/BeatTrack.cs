using Sessions;

namespace Dashboard.Web.Beats;

/// <summary>
/// All beats of one session in the feed's order, oldest first, with as little of each as a strip and a fold need: 50,000
/// beats take 2 MB. A snapshot; growing gives another one.
/// </summary>
public sealed class BeatTrack
{
    private readonly BeatMark[] _beats;

    private BeatTrack(BeatMark[] beats, int count) => (_beats, Count) = (beats, count);

    public static BeatTrack Empty { get; } = new([], 0);

    public int Count { get; }

    public ReadOnlySpan<BeatMark> Beats => _beats.AsSpan(0, Count);

    /// <summary>Those that state their number: of the others nobody can tell which are missing.</summary>
    public IReadOnlyList<BeatTick> Ticks
    {
        get
        {
            var ticks = new List<BeatTick>(Count);
            foreach (var beat in Beats)
            {
                if (beat.Number > 0)
                {
                    ticks.Add(new BeatTick(beat.At, beat.Number));
                }
            }

            return ticks;
        }
    }

    /// <summary>The track with later beats at its end. Of one track only the newest may grow.</summary>
    public BeatTrack With(IReadOnlyCollection<BeatMark> later)
    {
        if (later.Count == 0)
        {
            return this;
        }

        var beats = _beats;
        if (Count + later.Count > beats.Length)
        {
            // Room to grow: those who hold the shorter track never look beyond its count.
            beats = new BeatMark[Math.Max(64, (Count + later.Count) * 5 / 4)];
            Beats.CopyTo(beats);
        }

        var count = Count;
        foreach (var beat in later)
        {
            beats[count++] = beat;
        }

        return new BeatTrack(beats, count);
    }

    /// <summary>The beats after one place of the feed and before another, both exclusive; null is no bound.</summary>
    public ReadOnlySpan<BeatMark> Between(EventCursor? after, EventCursor? before)
    {
        var from = after is { } a ? FirstNotBefore(a) : 0;
        var to = before is { } b ? FirstNotBefore(b) : Count;
        return from < to ? Beats[from..to] : [];
    }

    private int FirstNotBefore(EventCursor place)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_beats[middle].Cursor.CompareTo(place) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

/// <summary>One beat.</summary>
/// <param name="At">When, by the runner's clock.</param>
/// <param name="Id">The event.</param>
/// <param name="Number">Its number in the session; 0 where it states none.</param>
/// <param name="Equity">What it states, if anything.</param>
public readonly record struct BeatMark(
    DateTimeOffset At,
    Sessions.EventId Id,
    long Number,
    double? Equity
)
{
    public EventCursor Cursor => new(At, Id);

    public static BeatMark Of(SessionEvent e) =>
        new(e.Timestamp, e.Id, e.Beat?.Number ?? 0, e.Figures?.Equity);
}
