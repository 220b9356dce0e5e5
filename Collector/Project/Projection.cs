using System.Runtime.InteropServices;
using Collector.Decode;
using Sessions;

namespace Collector.Project;

/// <summary>
/// What one request turned out to say: events and points on their way to the store, and the counts of what did not become any.
/// Reused from request to request.
/// </summary>
internal sealed class Projection
{
    // One huge request must not keep its room for ever.
    private const int MaxKept = 16_384;

    public List<SessionEvent> Events { get; } = [];

    public List<GaugePoint> Points { get; } = [];

    /// <summary>Values of sessions' own figures.</summary>
    public List<FigurePoint> Figures { get; } = [];

    /// <summary>Log lines that name a trace and no session: they count if that trace is a session's.</summary>
    public List<SessionEvent> TraceLogs { get; } = [];

    public Signal Signal { get; private set; }

    /// <summary>Spans, log records or data points, whatever became of them.</summary>
    public int Items { get; set; }

    /// <summary>Items that say nothing of any session.</summary>
    public int Unmatched { get; set; }

    /// <summary>Items refused because of what they say.</summary>
    public int Rejected { get; private set; }

    /// <summary>Why the first of them was refused; names the field.</summary>
    public string? RejectedBecause { get; private set; }

    /// <summary>What named a session and was not used.</summary>
    public IgnoredItems Ignored { get; } = new();

    /// <summary>What the sender should know although its request was taken; null when there is nothing.</summary>
    public string? Warning =>
        (RejectedBecause, Ignored.ToMessage()) switch
        {
            (null, var ignored) => ignored,
            (var because, null) => because,
            var (because, ignored) => $"{because}. {ignored}",
        };

    /// <summary>How much there is to store.</summary>
    public int Weight => Events.Count + Points.Count + TraceLogs.Count + Figures.Count;

    /// <summary>Adds some of what there is to store to a batch.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="from">The first one, from 0, of <see cref="Weight"/>.</param>
    /// <param name="count">How many.</param>
    public void CopyTo(WriteBatch batch, int from, int count)
    {
        from -= Copy(Events, batch.Events, from, ref count);
        from -= Copy(TraceLogs, batch.Events, from, ref count);
        from -= Copy(Points, batch.Points, from, ref count);
        Copy(Figures, batch.Figures, from, ref count);
    }

    /// <returns>How many there are to choose from, so that the next list counts on.</returns>
    private static int Copy<T>(List<T> all, List<T> into, int from, ref int count)
    {
        var first = Math.Clamp(from, 0, all.Count);
        var copied = Math.Min(all.Count - first, count);
        into.AddRange(CollectionsMarshal.AsSpan(all).Slice(first, copied));
        count -= copied;
        return all.Count;
    }

    public void Reset(Signal signal)
    {
        Events.Clear();
        Points.Clear();
        Figures.Clear();
        TraceLogs.Clear();
        Signal = signal;
        Items = Unmatched = Rejected = 0;
        RejectedBecause = null;
        Ignored.Clear();
    }

    /// <summary>Lets go of what is stored, so that a projection at rest holds nothing.</summary>
    public void Release()
    {
        Reset(Signal);
        if (
            Events.Capacity > MaxKept
            || Points.Capacity > MaxKept
            || TraceLogs.Capacity > MaxKept
            || Figures.Capacity > MaxKept
        )
        {
            Events.Capacity = Points.Capacity = TraceLogs.Capacity = Figures.Capacity = 0;
        }
    }

    /// <summary>Counts the values of an item that were left out, and its times that had to be converted.</summary>
    public void NoteValues(in DecodedAttributes decoded, params ReadOnlySpan<ulong> times)
    {
        var session = decoded.SessionId ?? "";
        if (decoded.Ignored is not null)
        {
            Ignored.Add(session, decoded.Ignored);
        }

        foreach (var time in times)
        {
            if (UnixTime.IsInOtherUnit(time))
            {
                Ignored.Add(
                    IgnoredReason.BadTime,
                    session,
                    "time_unix_nano: is not in nanoseconds, and was converted"
                );
            }
        }
    }

    /// <summary>
    /// Notes what sessions have no room for: a value of a figure is rejected, the start of a phase is stored as an event
    /// alone.
    /// </summary>
    /// <param name="figures">Values that were left out, of this request or of others.</param>
    /// <param name="phases">Starts of phases that were left out.</param>
    public void LeaveOut(IReadOnlySet<FigurePoint> figures, IReadOnlySet<SessionEvent> phases)
    {
        foreach (var point in Figures)
        {
            if (figures.Contains(point))
            {
                Rejected++;
                Ignored.Add(
                    IgnoredReason.Limit,
                    point.SessionId,
                    $"metric {point.Figure.Name}: a session has at most {Figure.MostOfSession} figures"
                );
            }
        }

        foreach (var e in Events)
        {
            if (phases.Contains(e))
            {
                Ignored.Add(
                    IgnoredReason.Limit,
                    e.SessionId,
                    $"phase {e.Phase}: a session has at most {SessionState.MostPhases} phases"
                );
            }
        }
    }

    public void Reject(string because)
    {
        Rejected++;
        RejectedBecause ??= because;
    }
}
