using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Retention;

/// <summary>
/// Removes old sessions by steps small enough not to be noticed: a session leaves the list, then its rows go, a thousand
/// in a step whether they are of one session or of many, then the file gives pages back. A session that was begun in an
/// earlier step is taken up again from the table <c>tombstone</c>.
/// </summary>
internal sealed class Pruning(
    Database database,
    SessionCache sessions,
    NameTable names,
    TraceTable traces,
    OrphanBuffer orphans,
    TimeSpan orphanAge
)
{
    private const int RowsAStep = 1000;
    private const int PagesAStep = 500;

    /// <summary>This part of the limit is kept free, for what comes until the next look: the file itself is to stay below it.</summary>
    private const int Spare = 32;

    /// <summary>A session that is still being written is not old, however small the limit.</summary>
    private static readonly TimeSpan Untouched = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A session that started later than this after a moment is not looked at for having been quiet since: a look that finds
    /// nothing must not visit every session.
    /// </summary>
    private static readonly TimeSpan LongestSkew = TimeSpan.FromDays(1);

    public PruneStep Step(RetentionOptions retention, DateTimeOffset now)
    {
        var age = retention.MaxAge < orphanAge ? retention.MaxAge.Value : orphanAge;
        if (orphans.Expire(now - age, RowsAStep) == RowsAStep)
        {
            return new PruneStep(0, 0, IsDone: false);
        }

        int marked = 0,
            events = 0;
        for (var rows = RowsAStep; rows > 0; )
        {
            if (Marked() is { } dying)
            {
                rows -= Remove(dying, rows, ref events);
            }
            else if (Dispensable(retention, now) is { } session)
            {
                MarkForDeletion(session);
                marked++;
                rows--;
            }
            else if (rows == RowsAStep)
            {
                return GiveBack(retention);
            }
            else
            {
                break;
            }
        }

        return new PruneStep(marked, events, IsDone: false);
    }

    /// <summary>The session that goes next; null while there is none that must.</summary>
    private long? Dispensable(RetentionOptions retention, DateTimeOffset now)
    {
        var quietSince = now - retention.MaxAge;
        if (
            retention.MaxBytes is { } limit
            && limit - limit / Spare < UsedBytes()
            && !(quietSince > now - Untouched)
        )
        {
            quietSince = now - Untouched;
        }

        return quietSince is { } since ? Oldest(since) : null;
    }

    private long? Marked()
    {
        var query = database.Prepare("SELECT session FROM tombstone LIMIT 1");
        var session = query.Step() ? query.Int64(0) : (long?)null;
        query.Reset();
        return session;
    }

    private long? Oldest(DateTimeOffset quietSince)
    {
        var query = database
            .Prepare(
                """
                SELECT no FROM session INDEXED BY session_start CROSS JOIN session_state ON session = no
                WHERE start < ?2 AND changed < ?1 ORDER BY start LIMIT 1
                """
            )
            .Bind(1, quietSince.UtcTicks)
            .Bind(2, (quietSince + LongestSkew).UtcTicks);
        var oldest = query.Step() ? query.Int64(0) : (long?)null;
        query.Reset();
        return oldest;
    }

    private void MarkForDeletion(long session)
    {
        database.Prepare("INSERT INTO tombstone (session) VALUES (?1)").Bind(1, session).Run();
        database.Prepare("DELETE FROM session WHERE no = ?1").Bind(1, session).Run();
        database.Prepare("DELETE FROM session_state WHERE session = ?1").Bind(1, session).Run();
        traces.RemoveOf(session);
        sessions.Forget(session);
    }

    /// <returns>Rows removed; fewer than asked for when nothing is left of the session.</returns>
    private int Remove(long session, int rows, ref int events)
    {
        var ofEvents = Delete(
            "DELETE FROM event WHERE position IN (SELECT position FROM event INDEXED BY event_order WHERE session = ?1 LIMIT ?2)",
            session,
            rows
        );
        events += ofEvents;
        var removed = ofEvents;
        removed += Delete(
            """
            DELETE FROM point WHERE (session, time, metric, phase, run) IN
              (SELECT session, time, metric, phase, run FROM point WHERE session = ?1 LIMIT ?2)
            """,
            session,
            rows - removed
        );
        removed += Delete(
            """
            DELETE FROM series WHERE (session, level, time, id) IN
              (SELECT session, level, time, id FROM series WHERE session = ?1 LIMIT ?2)
            """,
            session,
            rows - removed
        );
        removed += Delete(
            """
            DELETE FROM phase_name WHERE (session, name) IN
              (SELECT session, name FROM phase_name WHERE session = ?1 LIMIT ?2)
            """,
            session,
            rows - removed
        );
        removed += Delete(
            """
            DELETE FROM figure_cell WHERE (figure, piece) IN
              (SELECT figure, piece FROM figure CROSS JOIN figure_cell ON figure = no WHERE session = ?1 LIMIT ?2)
            """,
            session,
            rows - removed
        );
        removed += Delete(
            "DELETE FROM figure WHERE no IN (SELECT no FROM figure WHERE session = ?1 LIMIT ?2)",
            session,
            rows - removed
        );
        if (removed < rows)
        {
            // Its names may have gone with it.
            names.Clear();
            database.Prepare("DELETE FROM tombstone WHERE session = ?1").Bind(1, session).Run();
        }

        return removed;
    }

    private int Delete(string statement, long session, int rows) =>
        rows == 0 ? 0 : database.Prepare(statement).Bind(1, session).Bind(2, rows).Run();

    /// <summary>Pages that are free shorten the file only where it is too long: otherwise new events take them.</summary>
    private PruneStep GiveBack(RetentionOptions retention)
    {
        var free = database.Scalar("PRAGMA freelist_count");
        var isTooLong =
            retention.MaxBytes is { } limit
            && database.Scalar("PRAGMA page_count") * PageSize() > limit;
        if (free == 0 || !isTooLong)
        {
            return new PruneStep(0, 0, IsDone: true);
        }

        database.Execute($"PRAGMA incremental_vacuum({PagesAStep})");
        return new PruneStep(0, 0, IsDone: false);
    }

    /// <summary>Orphans have a bound of their own and cost no session.</summary>
    private long UsedBytes() =>
        -orphans.Bytes
        + (database.Scalar("PRAGMA page_count") - database.Scalar("PRAGMA freelist_count"))
            * PageSize();

    private long PageSize() => database.Scalar("PRAGMA page_size");
}
