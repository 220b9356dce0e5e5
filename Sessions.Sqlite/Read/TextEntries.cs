using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>Sessions that a text finds, from the indexes of ids and runners, which tell all but the ROI of them.</summary>
/// <param name="request">Filters them.</param>
/// <param name="bound">How many are looked at.</param>
internal sealed class TextEntries(ListRequest request, int bound)
{
    private const string Columns = "no, start, status, duration, runner";

    private readonly List<ListRow> _rows = [];
    private int _seen;

    /// <returns>False when there are more than the bound.</returns>
    public bool AddIds(TextMatch text)
    {
        var ids = request.Database.Prepare(
            $"SELECT {Columns} FROM session INDEXED BY session_id WHERE {TextMatch.IdCondition("?1", "?2")} LIMIT ?3"
        );
        return Add(ids.Bind(1, text.IdFrom).Bind(2, text.IdBeyond).Bind(3, Room));
    }

    /// <inheritdoc cref="AddIds"/>
    public bool AddRunners(TextMatch text)
    {
        var ofRunner = request.Database.Prepare(
            $"SELECT {Columns} FROM session INDEXED BY session_runner WHERE runner = ?1 LIMIT ?2"
        );
        return text.Runners.All(runner => Add(ofRunner.Bind(1, runner).Bind(2, Room)));
    }

    /// <summary>In no order; one that was found twice may be there twice.</summary>
    public List<ListRow> Rows() =>
        request.Cursor is { IsStart: false, Key: var key, Number: var number }
            ? _rows.FindAll(row => request.Order.Compare(row, new ListRow(key, number)) > 0)
            : _rows;

    private int Room => bound - _seen + 1;

    private bool Add(Statement entries)
    {
        var query = request.Query;
        while (entries.Step())
        {
            _seen++;
            var (number, start) = (entries.Int64(0), entries.Int64(1));
            if (
                !(start < query.From?.UtcTicks)
                && !(start >= query.To?.UtcTicks)
                && (query.Status is not { } status || entries.Int64(2) == (long)status)
                && (query.RunnerName is not { } runner || entries.Text(4) == runner)
            )
            {
                _rows.Add(new ListRow(Key(number, start, entries.Int64OrNull(3)), number));
            }
        }

        return _seen <= bound;
    }

    private long Key(long number, long start, long? duration) =>
        request.Query.Sort switch
        {
            SessionSort.Start => start,
            SessionSort.Duration => duration ?? request.Cursor.Now - start,
            _ => BitConverter.DoubleToInt64Bits(Roi(number)),
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
}
