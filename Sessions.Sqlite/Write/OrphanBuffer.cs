using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>Events that name only a trace, until its session is known; bounded: the oldest give way.</summary>
internal sealed class OrphanBuffer(Database database, int capacity)
{
    private long _count = database.Scalar("SELECT count(*) FROM orphan");

    /// <returns>How many older ones had to give way: 0 or 1.</returns>
    public int Add(SessionEvent e, DateTimeOffset arrivedAt)
    {
        database
            .Prepare("INSERT INTO orphan (trace, arrived, event) VALUES (?1, ?2, ?3)")
            .BindHex(1, e.TraceId)
            .Bind(2, arrivedAt.UtcTicks)
            .Bind(3, WaitingEventJson.Write(e))
            .Run();
        if (++_count <= capacity)
        {
            return 0;
        }

        database.Execute("DELETE FROM orphan WHERE no = (SELECT min(no) FROM orphan)");
        _count--;
        return 1;
    }

    /// <summary>Takes out what waits for a trace, as events of its session, with their own time of arrival.</summary>
    public List<(SessionEvent Event, DateTimeOffset ArrivedAt)> Take(string trace, string session)
    {
        var taken = new List<(SessionEvent, DateTimeOffset)>();
        if (_count == 0)
        {
            return taken;
        }

        var query = database
            .Prepare("SELECT event, arrived FROM orphan WHERE trace = ?1")
            .BindHex(1, trace);
        while (query.Step())
        {
            var e = WaitingEventJson.Read(query.Text(0));
            taken.Add((e with { SessionId = session }, EventReader.Time(query.Int64(1))));
        }

        if (taken.Count > 0)
        {
            database.Prepare("DELETE FROM orphan WHERE trace = ?1").BindHex(1, trace).Run();
            _count -= taken.Count;
        }

        return taken;
    }

    /// <summary>Goes back to what is committed, after a transaction was undone.</summary>
    public void Reload() => _count = database.Scalar("SELECT count(*) FROM orphan");
}
