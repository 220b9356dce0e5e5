namespace Runner.Telemetry.Lifecycle;

/// <summary>The phases of a session by name: their index, how often they ran, how their latest run ended. Holds the runs at
/// work only, so that a loop of any length costs nothing.</summary>
sealed class PhaseLedger
{
    readonly Dictionary<string, Entry> _phases = [];
    readonly List<RunnerPhase> _open = [];
    readonly Lock _gate = new();

    /// <summary>The runs at work.</summary>
    public RunnerPhase[] Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _open];
            }
        }
    }

    /// <summary>How the latest run of each phase ended.</summary>
    public PhaseOutcome[] Outcomes
    {
        get
        {
            lock (_gate)
            {
                return [.. _phases.Values.Select(phase => phase.Outcome).OfType<PhaseOutcome>()];
            }
        }
    }

    /// <returns>The phase's index, from 0, and the number of its run, from 1.</returns>
    public (int Index, int Run) Next(string name)
    {
        lock (_gate)
        {
            if (!_phases.TryGetValue(name, out var phase))
            {
                _phases[name] = phase = new Entry(_phases.Count);
            }

            return (phase.Index, ++phase.Runs);
        }
    }

    public void Started(RunnerPhase phase)
    {
        lock (_gate)
        {
            _open.Add(phase);
        }
    }

    public void Ended(RunnerPhase phase, PhaseOutcome outcome)
    {
        lock (_gate)
        {
            _open.Remove(phase);
            var entry = _phases[phase.Name];
            if (phase.Run >= entry.LatestEnded)
            {
                (entry.LatestEnded, entry.Outcome) = (phase.Run, outcome);
            }
        }
    }

    sealed class Entry(int index)
    {
        public int Index => index;

        public int Runs { get; set; }

        public int LatestEnded { get; set; }

        public PhaseOutcome? Outcome { get; set; }
    }
}
