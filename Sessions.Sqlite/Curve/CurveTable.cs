using Sessions.Sqlite.Native;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Curve;

/// <summary>
/// The rows of the table <c>curve</c>, for the writer, which tells it of every event that is stored, moved or removed.
/// The newest values stay open in memory, half a chunk of them at least, so that a summary that comes a little later
/// than the next beat finds its place there; an older one is put into its stored chunk.
/// </summary>
/// <param name="database">The writer's connection.</param>
/// <param name="length">How many values a chunk is closed with, at least 2.</param>
internal sealed class CurveTable(Database database, int length)
{
    /// <summary>An event was stored.</summary>
    public void Put(HotSession session, SessionEvent e, EventId id)
    {
        if (ValueOf(session, e, id) is not { } value)
        {
            return;
        }

        var open = session.Curve ??= Load(session);
        if (value.CompareTo(open.After) <= 0)
        {
            Change(session.Number, value, values => Chunk.Put(values, value));
            return;
        }

        Chunk.Put(open.Values, value);
        CloseFull(session.Number, open);
    }

    /// <summary>A stored event is about to be taken out, or to be moved.</summary>
    public void Remove(HotSession session, SessionEvent e, EventId id)
    {
        if (ValueOf(session, e, id) is not { } value)
        {
            return;
        }

        var open = session.Curve ??= Load(session);
        if (value.CompareTo(open.After) <= 0)
        {
            Change(session.Number, value, values => Chunk.Remove(values, value));
        }
        else
        {
            Chunk.Remove(open.Values, value);
        }
    }

    // Where gauges came apart the values depend on how they are joined, which is done by the reader.
    private static CurveValue? ValueOf(HotSession session, SessionEvent e, EventId id) =>
        !session.HasPoints && e.Figures?.Equity is { } equity && !double.IsNaN(equity)
            ? new CurveValue(e.Timestamp.UtcTicks, id.Value, equity)
            : null;

    private HeadChunk Load(HotSession session)
    {
        if (session.IsNew)
        {
            return new HeadChunk(CurveValue.First);
        }

        var open = new HeadChunk(CurveRows.Last(database, session.Number));
        // What is being applied may wait to be inserted still: it is put in after this.
        StatedEquity.ReadAfter(database, session.Number, open.After, open.Values);
        CloseFull(session.Number, open);
        return open;
    }

    private void CloseFull(long session, HeadChunk open)
    {
        while (open.Values.Count >= length + length / 2)
        {
            Insert(session, Chunk.Span(open.Values)[..length]);
            open.Close(length);
        }
    }

    /// <summary>Changes the stored chunk that covers a place, and halves it when it has grown too long.</summary>
    private void Change(long session, CurveValue place, Action<List<CurveValue>> change)
    {
        var query = database
            .Prepare(
                "SELECT no, chunk FROM curve WHERE session = ?1 AND (time, id) >= (?2, ?3) ORDER BY time, id LIMIT 1"
            )
            .Bind(1, session)
            .Bind(2, place.Time)
            .Bind(3, place.Id);
        if (!query.Step())
        {
            return;
        }

        var number = query.Int64(0);
        var values = new List<CurveValue>(length * 2);
        Chunk.Unpack(query.Blob(1), values);
        query.Reset();
        change(values);
        var rest = 0;
        if (values.Count >= length * 2)
        {
            rest = values.Count / 2;
            Insert(session, Chunk.Span(values)[..rest]);
        }

        Bind(
                database.Prepare(
                    "UPDATE curve SET chunk = ?1, count = ?2, low = ?3, high = ?4, fall = ?5 WHERE no = ?6"
                ),
                Chunk.Span(values)[rest..]
            )
            .Bind(6, number)
            .Run();
    }

    private void Insert(long session, ReadOnlySpan<CurveValue> values) =>
        Bind(
                database.Prepare(
                    """
                    INSERT INTO curve (chunk, count, low, high, fall, session, time, id)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                    """
                ),
                values
            )
            .Bind(6, session)
            .Bind(7, values[^1].Time)
            .Bind(8, values[^1].Id)
            .Run();

    private static Statement Bind(Statement statement, ReadOnlySpan<CurveValue> values)
    {
        var sum = ChunkSummary.Of(values);
        return statement
            .Bind(1, Chunk.Pack(values))
            .Bind(2, sum.Count)
            .Bind(3, sum.Low)
            .Bind(4, sum.High)
            .Bind(5, sum.Fall);
    }
}
