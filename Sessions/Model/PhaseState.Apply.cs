using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>
/// How events become runs. Starts, ends and the newest counts are kept as they were stated and runs are made of them
/// when asked for, so that the order of arrival does not matter. Older counts are added to the run that they belong to
/// as far as the runs are known by then; a start or end that turns up before them makes the phase
/// <see cref="IsStale"/>.
/// </summary>
public sealed partial class PhaseState
{
    /// <summary>How many runs of a phase are kept one by one; older ones are only counted.</summary>
    public const int MostRuns = 32;

    /// <summary>Counts kept with their moment: starts and ends may arrive later by about as many beats.</summary>
    private const int MostSamples = 8;

    private const int MostShifts = 8;

    private List<PhaseRun>? _joined;
    private List<PhaseRun>? _runs;

    /// <summary>Starts and ends as they were stated, those of one span or number together.</summary>
    [JsonInclude]
    public List<PhaseRun> Stated { get; internal set; } = [];

    /// <summary>The newest counts, in order of time.</summary>
    [JsonInclude]
    public List<CountSample> Samples { get; internal set; } = [];

    /// <summary>Counts from before any run.</summary>
    [JsonInclude]
    public RunCounts Loose { get; internal set; }

    /// <summary>The moment of the newest counts that were added to a run for good.</summary>
    [JsonInclude]
    public DateTimeOffset? SealedUntil { get; internal set; }

    /// <summary>Whether counts may stand with the wrong run, so that the session has to be folded again.</summary>
    [JsonIgnore]
    internal bool IsStale { get; private set; }

    internal void Apply(SessionEvent e, SessionEvent? known, bool keepsAll)
    {
        if (e.Type is EventType.PhaseStart or EventType.PhaseEnd)
        {
            State(e, known, keepsAll);
        }
        else
        {
            ApplyCounts(
                new CountSample(e.Timestamp, e.SpanId, e.PhaseRun, RunCounts.Of(e.Figures)),
                keepsAll
            );
        }

        if (e.Beat?.Progress is { } steps)
        {
            ApplyProgress(steps, e.Timestamp);
        }

        ApplyProgressTotal(e.Beat?.ProgressTotal, e.Timestamp);
    }

    /// <summary>Another process goes on with the session.</summary>
    internal void Restart(DateTimeOffset at)
    {
        RestartedAt = at;
        _runs = null;
    }

    /// <summary>The runner's clock was set while a run went on.</summary>
    /// <param name="set">How.</param>
    /// <param name="openedAt">When the run's start reached the collector.</param>
    internal void SetClock(ClockSet set, DateTimeOffset openedAt)
    {
        foreach (var run in Runs.Where(run => run.IsOpen).ToList())
        {
            Keep(run, ClockShift.Of(ShiftOf(run), run.StartedAt!.Value, openedAt, set));
        }
    }

    /// <summary>A run ended after the runner's clock was set, and before that was known.</summary>
    internal void SetClock(ClockSet set, ClockShift ended)
    {
        if (
            Stated.Find(run => ended.IsOf(run.StartedAt, run.SpanId)) is { } run
            && ShiftOf(run) is not { ClosedAt: not null }
        )
        {
            Keep(run, ended with { By = set.By });
        }
    }

    /// <summary>A run's end became known.</summary>
    /// <param name="ended">What was stated of it.</param>
    /// <param name="openedAt">When its start reached the collector; null when that is not known.</param>
    /// <param name="arrivedAt">When its end did.</param>
    internal void CloseShift(PhaseRun ended, DateTimeOffset? openedAt, DateTimeOffset arrivedAt)
    {
        if (ended is not { StartedAt: { } start, EndedAt: { } end })
        {
            return;
        }

        Keep(
            ended,
            ShiftOf(ended) is { } known ? known with { ClosedAt = arrivedAt }
                : openedAt is { } opened ? ClockShift.OfContradiction(start, end, opened, arrivedAt)
                : null
        );
    }

    private ClockShift? ShiftOf(PhaseRun run) =>
        Shifts.Find(shift => shift.IsOf(run.StartedAt, run.SpanId));

    private void Keep(PhaseRun run, ClockShift? shift)
    {
        if (shift is null)
        {
            return;
        }

        shift = shift with { SpanId = run.SpanId };
        Shifts.RemoveAll(known => known.IsOf(shift.StartedAt, shift.SpanId));
        Shifts.Add(shift);
        if (Shifts.Count > MostShifts)
        {
            Shifts.RemoveAt(0);
        }

        _runs = null;
    }

    /// <summary>The run that a start or an end speaks of; null when it has to be put together first.</summary>
    internal PhaseRun? RunOf(SessionEvent e) =>
        e.SpanId is null && e.PhaseRun is null
            ? LatestRun
            : Stated.Find(run =>
                e.SpanId is { } span ? run.SpanId == span : run.Number == e.PhaseRun
            );

    internal void ApplyCounts(CountSample sample, bool keepsAll)
    {
        if (sample.Counts.IsEmpty)
        {
            return;
        }

        _runs = null;
        if (Name.Length == 0)
        {
            // What is said outside any phase has no runs.
            Loose = RunCounts.Greater(Loose, sample.Counts);
            return;
        }

        var place = Samples.BinarySearch(sample);
        if (place >= 0)
        {
            Samples[place] = sample with
            {
                Counts = RunCounts.Greater(Samples[place].Counts, sample.Counts),
            };
        }
        else
        {
            Samples.Insert(~place, sample);
        }

        Trim(keepsAll);
    }

    internal void ApplyProgress(long steps, DateTimeOffset timestamp) =>
        Progress = Latest<long>.Of(Progress, steps, timestamp);

    internal void ApplyProgressTotal(long? total, DateTimeOffset timestamp) =>
        ProgressTotal = Latest<long>.Of(ProgressTotal, total, timestamp);

    /// <summary>Adds to their runs what is older than is kept.</summary>
    internal void Trim(bool keepsAll = false)
    {
        if (keepsAll)
        {
            return;
        }

        while (Samples.Count > MostSamples)
        {
            var oldest = Samples[0];
            Samples.RemoveAt(0);
            Seal(oldest);
            SealedUntil = SealedUntil > oldest.At ? SealedUntil : oldest.At;
        }

        while (Stated.Count > MostRuns && (TryForgetInner() || TryCountOldest())) { }
    }

    private void State(SessionEvent e, SessionEvent? known, bool keepsAll)
    {
        var stated = new PhaseRun
        {
            SpanId = e.SpanId,
            ParentSpanId = e.ParentSpanId,
            Number = e.PhaseRun,
            Index = e.PhaseInfo?.Index,
            TimeLimitSeconds = e.PhaseInfo?.TimeLimitSeconds,
            Counts = RunCounts.Of(e.Figures),
        };
        if (e.Type == EventType.PhaseStart)
        {
            stated.StartedAt = e.Timestamp;
        }
        else
        {
            stated.EndedAt = e.Timestamp;
            stated.Status = ToPhaseStatus(e.Status);
        }

        var run = Stated.Find(other => IsSame(other, stated));
        if (run is null && known is not null && Earlier.Count > 0)
        {
            // Its run is only counted by now.
            return;
        }

        if (run is null)
        {
            Stated.Add(stated);
        }
        else
        {
            run.Add(stated);
        }

        _joined = _runs = null;
        Index = Least(Earlier.Index, Stated.Min(other => other.Index));
        IsStale |= (known?.Timestamp ?? e.Timestamp) <= SealedUntil || e.Timestamp <= SealedUntil;
        RunList.Sort(Stated);
        Trim(keepsAll);
    }

    private static bool IsSame(PhaseRun known, PhaseRun stated) =>
        stated.SpanId is { } span ? known.SpanId == span
        : stated.Number is { } number ? known.SpanId is null && known.Number == number
        : !known.IsKeyed && known.StartedAt == stated.StartedAt && known.EndedAt == stated.EndedAt;

    /// <summary>The runs without the counts that still stand alone.</summary>
    private List<PhaseRun> Joined => _joined ??= RunList.Of(Stated);

    private void Seal(in CountSample sample)
    {
        if (RunList.Owner(Joined, sample) is not { } owner)
        {
            Loose = Earlier.Count > 0 ? Loose : RunCounts.Greater(Loose, sample.Counts);
            return;
        }

        // The run may be one that was put together; what it counts is kept with the part that began it.
        var part = Stated.Find(run => IsPart(run, owner))!;
        part.Counts = RunCounts.Greater(part.Counts, sample.Counts);
        owner.Counts = RunCounts.Greater(owner.Counts, sample.Counts);
    }

    /// <summary>Spans within a run are kept only so that they are known when it turns up.</summary>
    private bool TryForgetInner()
    {
        var inner = RunList.FindInner(Stated);
        if (inner < 0)
        {
            return false;
        }

        Stated.RemoveAt(inner);
        return true;
    }

    private bool TryCountOldest()
    {
        if (Joined.Find(run => run is { StartedAt: not null, EndedAt: not null }) is not { } oldest)
        {
            return false;
        }

        var runs = Joined;
        var place = runs.IndexOf(oldest);
        Earlier = Earlier.With(Runs[place]);
        Loose = place == 0 ? default : Loose;
        if (Samples.RemoveAll(sample => RunList.Owner(runs, sample) == oldest) > 0)
        {
            SealedUntil = SealedUntil > oldest.EndedAt ? SealedUntil : oldest.EndedAt;
        }

        Stated.RemoveAll(run => IsPart(run, oldest) || run.IsWithin(oldest));
        _joined = _runs = null;
        return true;
    }

    /// <summary>Whether a statement went into a run.</summary>
    private static bool IsPart(PhaseRun stated, PhaseRun run) =>
        stated == run
        || (
            stated.SpanId is not null ? IsSame(run, stated)
            : stated.Number is { } number ? run.Number == number
            : stated.Place >= run.Place && stated.Place <= (run.EndedAt ?? run.Place)
        );

    private List<PhaseRun> CountedRuns()
    {
        if (RestartedAt is null && Shifts.Count == 0 && Samples.Count == 0 && Loose.IsEmpty)
        {
            return Joined;
        }

        var runs = Joined.ConvertAll(run => run.Copy());
        foreach (var run in runs)
        {
            run.CutOff(run.EndedAt is null && run.StartedAt < RestartedAt ? RestartedAt : null);
            run.Shift(ShiftOf(run));
        }

        foreach (var sample in Samples)
        {
            if (RunList.Owner(runs, sample) is { } owner)
            {
                owner.Counts = RunCounts.Greater(owner.Counts, sample.Counts);
            }
        }

        if (runs is [var first, ..])
        {
            first.Counts = RunCounts.Greater(first.Counts, AllLoose());
        }

        return runs;
    }

    /// <summary>What was counted before any run.</summary>
    private RunCounts AllLoose()
    {
        var loose = Loose;
        foreach (var sample in Samples)
        {
            if (Earlier.Count == 0 && RunList.Owner(Joined, sample) is null)
            {
                loose = RunCounts.Greater(loose, sample.Counts);
            }
        }

        return loose;
    }

    internal static int? Least(int? a, int? b) =>
        a is { } left && b is { } right ? Math.Min(left, right) : a ?? b;
}
