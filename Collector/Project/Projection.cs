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

    public Signal Signal { get; private set; }

    /// <summary>Spans, log records or data points, whatever became of them.</summary>
    public int Items { get; set; }

    /// <summary>Items that say nothing of any session.</summary>
    public int Unmatched { get; set; }

    /// <summary>Items refused because of what they say.</summary>
    public int Rejected { get; private set; }

    /// <summary>Why the first of them was refused; names the field.</summary>
    public string? RejectedBecause { get; private set; }

    /// <summary>How much there is to store.</summary>
    public int Weight => Events.Count + Points.Count;

    public void Reset(Signal signal)
    {
        Events.Clear();
        Points.Clear();
        Signal = signal;
        Items = Unmatched = Rejected = 0;
        RejectedBecause = null;
    }

    /// <summary>Lets go of what is stored, so that a projection at rest holds nothing.</summary>
    public void Release()
    {
        Reset(Signal);
        if (Events.Capacity > MaxKept || Points.Capacity > MaxKept)
        {
            Events.Capacity = Points.Capacity = 0;
        }
    }

    public void Reject(string because)
    {
        Rejected++;
        RejectedBecause ??= because;
    }
}
