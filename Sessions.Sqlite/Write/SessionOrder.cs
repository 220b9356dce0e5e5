using System.Runtime.InteropServices;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Puts arrivals in order of session, time and identity: counted into their sessions first, then sorted within one only
/// where they did not come in order, which they mostly do.
/// </summary>
internal sealed class SessionOrder
{
    private readonly List<Arrivals.Arrival> _arrived = [];
    private readonly List<Arrivals.Arrival> _sorted = [];
    private readonly List<HotSession> _sessions = [];

    public void Clear()
    {
        foreach (var session in _sessions)
        {
            session.Arriving = 0;
        }

        _arrived.Clear();
        _sorted.Clear();
        _sessions.Clear();
    }

    public void Add(in Arrivals.Arrival arrival)
    {
        if (arrival.Session.Arriving++ == 0)
        {
            _sessions.Add(arrival.Session);
        }

        _arrived.Add(arrival);
    }

    /// <summary>All that was added since the last <see cref="Clear"/>; valid until the next one.</summary>
    public List<Arrivals.Arrival> Sorted()
    {
        _sessions.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        CollectionsMarshal.SetCount(_sorted, _arrived.Count);
        var sorted = CollectionsMarshal.AsSpan(_sorted);
        var end = 0;
        foreach (var session in _sessions)
        {
            end += session.Arriving;
            session.Arriving = end;
        }

        // From the last to the first, so that each session's own are filled in from its end and keep their order.
        var arrived = CollectionsMarshal.AsSpan(_arrived);
        for (var i = arrived.Length - 1; i >= 0; i--)
        {
            sorted[--arrived[i].Session.Arriving] = arrived[i];
        }

        for (var s = 0; s < _sessions.Count; s++)
        {
            var first = _sessions[s].Arriving;
            var next = s + 1 < _sessions.Count ? _sessions[s + 1].Arriving : sorted.Length;
            SortByTime(sorted[first..next]);
            _sessions[s].Arriving = next - first;
        }

        return _sorted;
    }

    private static void SortByTime(Span<Arrivals.Arrival> own)
    {
        for (var i = 1; i < own.Length; i++)
        {
            if (ByTime(own[i - 1], own[i]) > 0)
            {
                own.Sort(ByTime);
                return;
            }
        }
    }

    private static int ByTime(Arrivals.Arrival a, Arrivals.Arrival b)
    {
        var byTime = a.Event.Timestamp.UtcTicks.CompareTo(b.Event.Timestamp.UtcTicks);
        return byTime != 0 ? byTime : a.Id.Value.CompareTo(b.Id.Value);
    }
}
