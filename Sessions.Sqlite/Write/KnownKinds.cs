using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Which kinds of events a session has and how late the latest of each type is: an event later than that is new
/// without a look at the store. Kinds are never taken back, which costs a look in vain at worst.
/// </summary>
internal sealed class KnownKinds
{
    private static readonly int Types = Enum.GetValues<EventType>().Length;

    private readonly HashSet<EventKind> _kinds = [];
    private readonly HashSet<long> _phases = [];
    private readonly long[] _latest = new long[Types];

    public static KnownKinds Load(Database database, long session)
    {
        var known = new KnownKinds();
        foreach (var kind in KindScan.Of(database, session))
        {
            known.Note(kind, KindScan.LatestTime(database, session, kind));
        }

        return known;
    }

    /// <summary>Whether an event whose identity holds its time can be stored already.</summary>
    public bool MayHold(SessionEvent e) => e.Timestamp.UtcTicks <= _latest[(int)e.Type];

    /// <summary>Whether a phase has kinds of its own, or may have.</summary>
    public bool TellsApart(long phase) =>
        phase == 0 || _phases.Count < EventKind.MaxPhases || _phases.Contains(phase);

    public IEnumerable<EventKind> OfType(EventType type) => _kinds.Where(k => k.Type == type);

    public void Note(EventKind kind, DateTimeOffset time)
    {
        ref var latest = ref _latest[(int)kind.Type];
        latest = Math.Max(latest, time.UtcTicks);
        if (_kinds.Add(kind))
        {
            _phases.Add(kind.Phase);
        }
    }
}
