namespace Sessions;

/// <summary>Makes runs of what was stated of a phase's starts and ends, the same whatever the order of arrival.</summary>
internal static class RunList
{
    /// <summary>How far two statements of one moment may lie apart when only one of them names its run.</summary>
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs in order of their start. Starts and ends that name their run by span or number belong to it; of the others
    /// one close to the start or end of such a run speaks of that, and among the rest a start after an end begins
    /// another run.
    /// </summary>
    /// <param name="stated">A start, an end, or both, of one run each.</param>
    public static List<PhaseRun> Of(IReadOnlyList<PhaseRun> stated)
    {
        var runs = new List<PhaseRun>(stated.Count);
        List<PhaseRun>? unnamed = null;
        var mayHaveInner = MayHaveInner(stated);
        foreach (var run in stated)
        {
            if (mayHaveInner && IsInner(run, stated))
            {
                continue;
            }

            if (run.SpanId is not null)
            {
                runs.Add(run);
            }
            else
            {
                (unnamed ??= []).Add(run);
            }
        }

        if (unnamed is not null)
        {
            AddUnnamed(runs, unnamed);
        }

        Sort(runs);
        return runs;
    }

    /// <summary>Brings them in order of their start. Nearly always they are: it is asked for every start and end.</summary>
    public static void Sort(List<PhaseRun> runs)
    {
        for (var i = 1; i < runs.Count; i++)
        {
            if (PhaseRun.InOrder(runs[i - 1], runs[i]) > 0)
            {
                runs.Sort(PhaseRun.InOrder);
                return;
            }
        }
    }

    /// <summary>The first that is no run of its own, but a span within one; less than 0 when all are runs.</summary>
    public static int FindInner(List<PhaseRun> stated) =>
        MayHaveInner(stated) ? stated.FindIndex(run => IsInner(run, stated)) : -1;

    /// <summary>
    /// A quick look, since it is asked for every start and end: runs side by side have one parent, which is none of them.
    /// </summary>
    private static bool MayHaveInner(IReadOnlyList<PhaseRun> stated)
    {
        string? parent = null;
        foreach (var run in stated)
        {
            if (run.ParentSpanId is { } other && (parent ??= other) != other)
            {
                return true;
            }
        }

        return parent is not null && stated.Any(run => run.SpanId == parent);
    }

    private static bool IsInner(PhaseRun run, IReadOnlyList<PhaseRun> stated)
    {
        if (run.ParentSpanId is null)
        {
            return false;
        }

        foreach (var other in stated)
        {
            if (run.IsWithin(other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The run that counts stated for a phase belong to; null when it has none.</summary>
    /// <param name="runs">In order of start.</param>
    /// <param name="sample">The counts, with what they say of their run.</param>
    public static PhaseRun? Owner(IReadOnlyList<PhaseRun> runs, in CountSample sample)
    {
        PhaseRun? open = null;
        PhaseRun? begun = null;
        foreach (var run in runs)
        {
            if (
                (sample.Run is { } number && run.Number == number)
                || (sample.Run is null && sample.SpanId is { } span && run.SpanId == span)
            )
            {
                return run;
            }

            // What is stated at the very end of a run is its last word, even if the next begins there.
            if (run.Place > sample.At || (run.Place == sample.At && begun is not null))
            {
                continue;
            }

            begun = run;
            open = run.EndedAt is null || run.EndedAt >= sample.At ? run : open;
        }

        return open ?? begun;
    }

    private static void AddUnnamed(List<PhaseRun> named, List<PhaseRun> unnamed)
    {
        var copies = named.ConvertAll(run => run.Copy());
        named.Clear();
        PhaseRun? current = null;
        foreach (var moment in unnamed.GroupBy(run => run.Place).OrderBy(g => g.Key))
        {
            // A run may end at the moment at which the next begins; and one may begin and end at once.
            var endsFirst = current is { EndedAt: null };
            foreach (var stated in moment.OrderBy(run => run.EndedAt is null == endsFirst))
            {
                if (copies.Find(run => SpeaksOf(stated, run)) is { } known)
                {
                    known.Add(stated);
                }
                else if (stated.Number is not null)
                {
                    copies.Add(stated.Copy());
                }
                else if (
                    current is null
                    || (stated.StartedAt is not null && current.EndedAt is not null)
                )
                {
                    current = stated.Copy();
                    named.Add(current);
                }
                else
                {
                    current.Add(stated);
                }
            }
        }

        named.AddRange(copies);
    }

    private static bool SpeaksOf(PhaseRun stated, PhaseRun run) =>
        stated.Number is { } number ? run.Number == number
        : stated.StartedAt is { } start ? IsClose(start, run.StartedAt)
        : IsClose(stated.EndedAt!.Value, run.EndedAt)
            || (run.EndedAt is null && run.StartedAt <= stated.EndedAt);

    private static bool IsClose(DateTimeOffset a, DateTimeOffset? b) =>
        b is { } other && (a - other).Duration() <= SameMoment;
}
