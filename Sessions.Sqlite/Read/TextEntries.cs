using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>Sessions that a text finds, from the indexes of ids and runners, which tell all but the ROI of them.</summary>
/// <param name="request">Filters them.</param>
internal sealed class TextEntries(ListRequest request)
{
    private const string Columns = "no, start, status, duration, runner";

    private readonly List<Entry> _entries = [];

    /// <summary>Of the sessions found so far.</summary>
    public HashSet<long> Numbers => [.. _entries.Select(entry => entry.Number)];

    /// <summary>How many sessions were looked at.</summary>
    public int Seen { get; private set; }

    /// <param name="text">Whose range of ids.</param>
    /// <param name="bound">How many sessions are looked at, those of earlier calls included.</param>
    /// <returns>False when there are more.</returns>
    public bool AddIds(TextMatch text, int bound)
    {
        var ids = request.Database.Prepare(
            $"SELECT {Columns} FROM session INDEXED BY session_id WHERE {TextMatch.InRange("?1", "?2")} LIMIT ?3"
        );
        ids.Bind(1, text.IdFrom).Bind(2, text.IdBeyond).Bind(3, bound + 1);
        return Add(ids, bound);
    }

    /// <inheritdoc cref="AddIds"/>
    public bool AddRunners(TextMatch text, int bound)
    {
        var ofRunner = request.Database.Prepare(
            $"SELECT {Columns} FROM session INDEXED BY session_runner WHERE runner = ?1 LIMIT ?2"
        );
        return Seen <= bound
            && text.Runners.All(runner =>
                Add(ofRunner.Bind(1, runner).Bind(2, bound - Seen + 1), bound)
            );
    }

    /// <summary>In no order; one that was found twice may be there twice.</summary>
    public List<ListRow> Rows()
    {
        var rows = _entries.ConvertAll(entry => new ListRow(Key(entry), entry.Number));
        return request.Cursor is { IsStart: false, Key: var key, Number: var number }
            ? rows.FindAll(row => request.Order.Compare(row, new ListRow(key, number)) > 0)
            : rows;
    }

    private bool Add(Statement found, int bound)
    {
        var query = request.Query;
        var statuses = query.Statuses();
        while (found.Step())
        {
            Seen++;
            var start = found.Int64(1);
            if (
                !(start < query.From?.UtcTicks)
                && !(start >= query.To?.UtcTicks)
                && statuses.Contains((SessionStatus)found.Int64(2))
                && (query.RunnerName is not { } runner || found.Text(4) == runner)
            )
            {
                _entries.Add(new Entry(found.Int64(0), start, found.Int64OrNull(3)));
            }
        }

        return Seen <= bound;
    }

    private long Key(Entry entry) =>
        request.Query.Sort switch
        {
            SessionSort.Start => entry.Start,
            SessionSort.Duration => entry.Duration ?? request.Cursor.Now - entry.Start,
            _ => BitConverter.DoubleToInt64Bits(Roi(entry.Number)),
        };

    private double Roi(long number)
    {
        var query = request
            .Database.Prepare("SELECT roi FROM session WHERE no = ?1")
            .Bind(1, number);
        query.Step();
        var roi = query.DoubleOrNull(0) ?? 0;
        query.Reset();
        return roi;
    }

    private readonly record struct Entry(long Number, long Start, long? Duration);
}
