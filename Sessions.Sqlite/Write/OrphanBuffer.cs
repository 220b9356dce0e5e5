using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Events that name only a trace, until its session is known. Bounded in number, bytes and age: log lines give way
/// first, then the oldest of the others, and no session ever does for them.
/// </summary>
internal sealed class OrphanBuffer
{
    private readonly Database _database;
    private readonly int _capacity;
    private readonly long _maxBytes;
    private long _count;

    public OrphanBuffer(Database database, int capacity, long maxBytes)
    {
        (_database, _capacity, _maxBytes) = (database, capacity, maxBytes);
        Reload();
    }

    /// <summary>What the events take, without the rows around them.</summary>
    public long Bytes { get; private set; }

    /// <returns>How many events had to be dropped for the bounds.</returns>
    public int Add(SessionEvent e, DateTimeOffset arrivedAt)
    {
        _database
            .Prepare("INSERT INTO orphan (trace, arrived, event, is_log) VALUES (?1, ?2, ?3, ?4)")
            .BindHex(1, e.TraceId)
            .Bind(2, arrivedAt.UtcTicks)
            .Bind(3, WaitingEventJson.Write(e))
            .Bind(4, e.Type == EventType.Log ? 1 : 0)
            .Run();
        var added = _database.Scalar(
            "SELECT length(CAST(event AS BLOB)) FROM orphan WHERE no = last_insert_rowid()"
        );
        (_count, Bytes) = (_count + 1, Bytes + added);
        var dropped = 0;
        while (_count > _capacity || Bytes > _maxBytes)
        {
            Remove(First("is_log DESC, no"));
            dropped++;
        }

        return dropped;
    }

    /// <summary>Takes out what waits for a trace, as events of its session, with their own time of arrival.</summary>
    public List<(SessionEvent Event, DateTimeOffset ArrivedAt)> Take(string trace, string session)
    {
        var taken = new List<(SessionEvent, DateTimeOffset)>();
        if (_count == 0)
        {
            return taken;
        }

        var query = _database
            .Prepare(
                "SELECT event, arrived, length(CAST(event AS BLOB)) FROM orphan WHERE trace = ?1"
            )
            .BindHex(1, trace);
        while (query.Step())
        {
            var e = WaitingEventJson.Read(query.Text(0));
            taken.Add((e with { SessionId = session }, EventReader.Time(query.Int64(1))));
            Bytes -= query.Int64(2);
        }

        if (taken.Count > 0)
        {
            _database.Prepare("DELETE FROM orphan WHERE trace = ?1").BindHex(1, trace).Run();
            _count -= taken.Count;
        }

        return taken;
    }

    /// <summary>Removes the oldest that arrived before a time, at most so many.</summary>
    /// <returns>How many it removed.</returns>
    public int Expire(DateTimeOffset before, int limit)
    {
        var expired = 0;
        for (; _count > 0 && expired < limit; expired++)
        {
            var oldest = First("no");
            if (oldest.ArrivedAt >= before.UtcTicks)
            {
                break;
            }

            Remove(oldest);
        }

        return expired;
    }

    /// <summary>Goes back to what is committed, after a transaction was undone.</summary>
    public void Reload()
    {
        var query = _database.Prepare(
            "SELECT count(*), ifnull(sum(length(CAST(event AS BLOB))), 0) FROM orphan"
        );
        query.Step();
        (_count, Bytes) = (query.Int64(0), query.Int64(1));
        query.Reset();
    }

    private void Remove((long Number, long ArrivedAt, long Bytes) orphan)
    {
        _database.Prepare("DELETE FROM orphan WHERE no = ?1").Bind(1, orphan.Number).Run();
        (_count, Bytes) = (_count - 1, Bytes - orphan.Bytes);
    }

    private (long Number, long ArrivedAt, long Bytes) First(string order)
    {
        var query = _database.Prepare(
            $"SELECT no, arrived, length(CAST(event AS BLOB)) FROM orphan ORDER BY {order} LIMIT 1"
        );
        query.Step();
        var first = (query.Int64(0), query.Int64(1), query.Int64(2));
        query.Reset();
        return first;
    }
}
