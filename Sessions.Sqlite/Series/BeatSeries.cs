namespace Sessions.Sqlite.Series;

/// <summary>The beats of a session's series.</summary>
internal sealed class BeatSeries(SeriesTree tree)
{
    private int Count => tree.Root.Sum.Beats;

    public BeatSummary Summary(double? intervalSeconds)
    {
        if (Count == 0)
        {
            return BeatSummary.Empty;
        }

        var cadence = BeatCadence.Of(Newest(BeatCadence.Sample), intervalSeconds);
        var (first, last) = (At(0).Beat, At(Count - 1).Beat);
        return new BeatSummary(
            Count,
            first,
            last,
            cadence,
            Longest(BeatSummary.Least(cadence, first.At, last.At), BeatSummary.MaxPauses)
        );
    }

    public BeatGroup Group(BeatRange range)
    {
        var from = range.After is { } after ? UpTo(Place.Of(after)) : 0;
        var to = range.UpTo is { } upTo ? UpTo(Place.Of(upTo)) : Count;
        if (from >= to)
        {
            return default;
        }

        var newest = At(to - 1);
        return new BeatGroup(
            to - from,
            At(from).Beat,
            newest.Beat,
            newest.HasEquity ? newest.Equity : null
        );
    }

    private SeriesItem At(int index)
    {
        var node = tree.Find(node => index < node.EndBeat);
        return Beats(node).ElementAt(index - node.FirstBeat);
    }

    /// <summary>How many beats there are up to and at a place.</summary>
    private int UpTo(Place place)
    {
        var node = tree.Find(node => place.CompareTo(node.UpTo) <= 0);
        return node.FirstBeat
            + Beats(node).TakeWhile(beat => beat.Place.CompareTo(place) <= 0).Count();
    }

    private List<BeatTick> Newest(int count)
    {
        var newest = new List<BeatTick>();
        for (var index = Math.Max(0, Count - count); index < Count; )
        {
            var from = index;
            var node = tree.Find(node => from < node.EndBeat);
            newest.AddRange(Beats(node).Skip(index - node.FirstBeat).Select(item => item.Beat));
            index = node.EndBeat;
        }

        return newest;
    }

    /// <summary>
    /// Opens the nodes with the longest pauses, until as many are found as asked for. A pause belongs to the node
    /// of the beat that it leads to.
    /// </summary>
    private List<BeatPause> Longest(TimeSpan least, int count)
    {
        var found = new List<BeatPause>();
        // Longest first, of equal ones the latest.
        var open = new PriorityQueue<Part, (long Length, int Beat)>(
            Comparer<(long, int)>.Create((a, b) => b.CompareTo(a))
        );
        Add(new Part(tree.Root, null));
        while (found.Count < count && open.TryDequeue(out var part, out _))
        {
            if (part.Pause is { } pause)
            {
                found.Add(pause);
            }
            else if (part.Node!.Level > 0)
            {
                tree.Below(part.Node).ForEach(node => Add(new Part(node, null)));
            }
            else
            {
                AddPauses(part.Node);
            }
        }

        return found;

        void Add(Part part)
        {
            var (length, beat) = part.Pause is { } pause
                ? (pause.Length.Ticks, part.Beat)
                : (LongestTo(part.Node!), part.Node!.EndBeat - 1);
            if (length > least.Ticks)
            {
                open.Enqueue(part, (length, beat));
            }
        }

        void AddPauses(SeriesNode node)
        {
            var beat = node.FirstBeat;
            var before = beat > 0 ? At(beat - 1) : (SeriesItem?)null;
            foreach (var item in Beats(node))
            {
                if (before is { } from)
                {
                    Add(new Part(null, new BeatPause(from.Beat, item.Beat), beat));
                }

                before = item;
                beat++;
            }
        }
    }

    private static long LongestTo(SeriesNode node) =>
        node.Sum.Beats == 0
            ? 0
            : Math.Max(
                node.Sum.Longest,
                node.Sum.FirstBeat - (node.BeatBefore ?? node.Sum.FirstBeat)
            );

    private IEnumerable<SeriesItem> Beats(SeriesNode node) =>
        tree.Items(node).Where(item => item.IsBeat);

    private readonly record struct Part(SeriesNode? Node, BeatPause? Pause, int Beat = 0);
}
