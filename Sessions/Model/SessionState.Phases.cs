using System.Runtime.InteropServices;

namespace Sessions;

/// <summary>The phases of a session and its ends: what of it is bounded, and in which order.</summary>
public sealed partial class SessionState
{
    /// <summary>How many phases are kept; names are user input, and a session may make any number of them.</summary>
    public const int MostPhases = 1000;

    private const int MostEnds = 8;

    /// <summary>A log event and a span may state one end a little apart.</summary>
    private static readonly TimeSpan SameEnd = TimeSpan.FromSeconds(2);

    private Dictionary<string, PhaseState>? _byName;
    private SessionState? _known;
    private bool _isFolding;
    private bool _isStale;

    /// <summary>
    /// Says that the state was stored by an earlier version, which kept no runs: what it says is shown as one run a phase
    /// until the session is folded again from its events.
    /// </summary>
    internal void MarkStale()
    {
        _isStale = true;
        if (EndedAt is { } end && Ends.Count == 0)
        {
            Ends.Add(new StatedEnd(end, Status));
        }
    }

    /// <returns>Null when there are too many phases to keep another.</returns>
    private PhaseState? PhaseNamed(string? name)
    {
        name ??= "";
        _byName ??= Phases.ToDictionary(phase => phase.Name, StringComparer.Ordinal);
        if (_byName.Count >= MostPhases && name.Length > 0 && !_byName.ContainsKey(name))
        {
            return null;
        }

        ref var phase = ref CollectionsMarshal.GetValueRefOrAddDefault(_byName, name, out _);
        if (phase is null)
        {
            phase = new PhaseState
            {
                Name = name,
                RestartedAt = RestartedAt,
                Shifts = _known?.Phases.Find(same => same.Name == name)?.Shifts ?? [],
            };
            Insert(phase);
        }

        return phase;
    }

    /// <summary>Puts a phase where it belongs after its place may have changed.</summary>
    private void Place(PhaseState phase)
    {
        var at = Phases.IndexOf(phase);
        if (
            (at > 0 && InOrder(Phases[at - 1], phase) > 0)
            || (at < Phases.Count - 1 && InOrder(phase, Phases[at + 1]) > 0)
        )
        {
            Phases.RemoveAt(at);
            Insert(phase);
        }
    }

    private void Insert(PhaseState phase)
    {
        var (low, high) = (0, Phases.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = InOrder(Phases[middle], phase) <= 0 ? (middle + 1, high) : (low, middle);
        }

        Phases.Insert(low, phase);
    }

    private void Begin(DateTimeOffset at, DateTimeOffset? knownAt)
    {
        // Whether an earlier one is the latest now, only all of them can tell.
        _isStale |= knownAt > at && (knownAt == LatestStart || knownAt == LatestSessionStart);
        LatestStart = LatestStart > at ? LatestStart : at;
        Conclude();
    }

    /// <summary>When another process went on with the session; the same start told twice does not count.</summary>
    private DateTimeOffset? RestartedAt =>
        LatestSessionStart - StatedStart >= BeatGeneration.Apart ? LatestSessionStart : null;

    private void Restart()
    {
        if (RestartedAt is { } at)
        {
            foreach (var phase in Phases)
            {
                phase.Restart(at);
            }
        }
    }

    private void End(DateTimeOffset at, SessionStatus status, DateTimeOffset? knownAt)
    {
        if (knownAt is { } moved && moved != at)
        {
            Ends.RemoveAll(end => end.At == moved);
        }

        var place = Ends.FindIndex(end => end.At == at);
        if (place >= 0)
        {
            Ends[place] = new StatedEnd(at, Graver(Ends[place].Status, status));
        }
        else
        {
            Ends.Insert(Ends.FindLastIndex(end => end.At < at) + 1, new StatedEnd(at, status));
            if (Ends.Count > MostEnds)
            {
                Ends.RemoveAt(0);
            }
        }

        Conclude();
    }

    /// <summary>Decides whether the session has ended: the latest end counts, unless it went on after it.</summary>
    private void Conclude()
    {
        if (Ends.Count == 0)
        {
            return;
        }

        var latest = Ends[^1].At;
        if (HasGoneOn(latest))
        {
            (EndedAt, Status) = (null, SessionStatus.Running);
            return;
        }

        var same = Ends.Where(end => latest - end.At <= SameEnd).ToArray();
        EndedAt = same[0].At;
        Status = same.Aggregate(SessionStatus.Running, (worst, end) => Graver(worst, end.Status));
    }

    private bool HasGoneOn(DateTimeOffset end)
    {
        if (!(LatestStart > end + SameEnd) || FirstEventAt > end)
        {
            return false;
        }

        // An only start after the end was told by a clock that was set back in between, and so was a run that ended before it
        // started.
        if (StatedStart > end)
        {
            return RestartedAt > end;
        }

        return IsAfter(LatestSessionStart, end)
            || Phases.Any(phase =>
                phase.Name.Length > 0
                && phase.Stated.Any(run =>
                    IsAfter(run.StartedAt, end + SameEnd) && !(run.EndedAt < run.StartedAt)
                )
            );
    }

    private bool IsAfter(DateTimeOffset? start, DateTimeOffset end) =>
        start > end && !Liveness.ClockSets.Exists(set => set.IsBefore(start.Value));

    private static SessionStatus Graver(SessionStatus a, SessionStatus b) =>
        Gravity(b) > Gravity(a) ? b : a;
}
