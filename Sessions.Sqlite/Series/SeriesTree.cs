using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Series;

/// <summary>
/// A session's series for the reader, of one transaction: the fewest rows that cover it, and below them what somebody
/// looks into.
/// </summary>
internal sealed class SeriesTree
{
    private readonly Database _database;
    private readonly long _session;

    public SeriesTree(Database database, NameTable names, (long Number, bool HasPoints) session)
    {
        (_database, _session) = (database, session.Number);
        var (rows, after) = (new List<SeriesNode>(), Place.Start);
        for (var level = SeriesRows.HighestLevel(database, _session); level >= 0; level--)
        {
            foreach (var row in SeriesRows.Between(database, _session, level, after, Place.End))
            {
                rows.Add(new SeriesNode(row, after));
                after = row.UpTo;
            }
        }

        // What no row holds yet.
        var head = new SeriesSource(database, names).ReadAfter(_session, session.HasPoints, after);
        var open = new SeriesRow(0, Place.End, SeriesSummary.Of(head), 0);
        rows.Add(new SeriesNode(open, after) { Items = head });
        var sum = rows.Aggregate(SeriesSummary.Empty, (sum, node) => sum.Then(node.Sum));
        Root = new SeriesNode(new SeriesRow(int.MaxValue, Place.End, sum, 0), Place.Start)
        {
            Below = rows,
        };
        Count(Root);
    }

    public SeriesNode Root { get; }

    /// <summary>The items of a node of level 0.</summary>
    public List<SeriesItem> Items(SeriesNode node) =>
        node.Items ??= SeriesRows.Items(_database, node.Chunk);

    /// <summary>The nodes below one of a higher level, in order.</summary>
    public List<SeriesNode> Below(SeriesNode node)
    {
        if (node.Below is null)
        {
            var (below, after) = (new List<SeriesNode>(), node.After);
            foreach (
                var row in SeriesRows.Between(
                    _database,
                    _session,
                    node.Level - 1,
                    node.After,
                    node.UpTo
                )
            )
            {
                below.Add(new SeriesNode(row, after));
                after = row.UpTo;
            }

            node.Below = below;
            Count(node);
        }

        return node.Below;
    }

    /// <summary>The node of level 0 that holds what the choice leads to.</summary>
    /// <param name="isIn">Whether it is in a node; asked in order, and true of the last one unasked.</param>
    public SeriesNode Find(Func<SeriesNode, bool> isIn)
    {
        var node = Root;
        while (node.Level > 0)
        {
            var below = Below(node);
            node = below.FirstOrDefault(isIn) ?? below[^1];
        }

        return node;
    }

    private static void Count(SeriesNode node)
    {
        var (beats, values, peak, last) = (
            node.FirstBeat,
            node.FirstValue,
            node.PeakBefore,
            node.BeatBefore
        );
        foreach (var below in node.Below!)
        {
            (below.FirstBeat, below.FirstValue, below.PeakBefore, below.BeatBefore) = (
                beats,
                values,
                peak,
                last
            );
            beats += below.Sum.Beats;
            values += below.Sum.Values;
            peak = Math.Max(peak, below.Sum.High);
            last = below.Sum.Beats > 0 ? below.Sum.LastBeat : last;
        }
    }
}

/// <summary>A row of the series with what comes before it.</summary>
/// <param name="row">The row.</param>
/// <param name="after">Where the one before it ends.</param>
internal sealed class SeriesNode(SeriesRow row, Place after)
{
    public int Level => row.Level;

    public SeriesSummary Sum => row.Sum;

    public long Chunk => row.Chunk;

    public Place UpTo => row.UpTo;

    public Place After { get; } = after;

    /// <summary>How many beats come before it.</summary>
    public int FirstBeat { get; set; }

    public int EndBeat => FirstBeat + Sum.Beats;

    /// <summary>How many values come before it.</summary>
    public int FirstValue { get; set; }

    public int EndValue => FirstValue + Sum.Values;

    /// <summary>The highest value before it.</summary>
    public double PeakBefore { get; set; } = double.NegativeInfinity;

    /// <summary>When the last beat before it was; null without any.</summary>
    public long? BeatBefore { get; set; }

    /// <summary>Of a level above 0; null until somebody looks.</summary>
    public List<SeriesNode>? Below { get; set; }

    /// <summary>Of level 0; null until somebody looks.</summary>
    public List<SeriesItem>? Items { get; set; }
}
