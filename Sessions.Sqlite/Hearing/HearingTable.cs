using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Hearing;

/// <summary>
/// The table <c>hearing</c>: when the collector could hear everyone, one row for each period, times in ticks.
/// </summary>
internal static class HearingTable
{
    /// <summary>Keeps a period in place of an earlier one with the same start, and lets the oldest go.</summary>
    public static void Write(Database database, HearingPeriod period)
    {
        var isNew =
            database
                .Prepare("UPDATE hearing SET until = ?2 WHERE since = ?1")
                .Bind(1, period.Since.UtcTicks)
                .Bind(2, (period.Until ?? period.Since).UtcTicks)
                .Run() == 0;
        if (!isNew)
        {
            return;
        }

        database
            .Prepare("INSERT INTO hearing (since, until) VALUES (?1, ?2)")
            .Bind(1, period.Since.UtcTicks)
            .Bind(2, (period.Until ?? period.Since).UtcTicks)
            .Run();
        database
            .Prepare(
                "DELETE FROM hearing WHERE since NOT IN (SELECT since FROM hearing ORDER BY until DESC, since DESC LIMIT ?1)"
            )
            .Bind(1, HearingPeriod.MaxKept)
            .Run();
    }

    /// <summary>Every period, in order of time; none where no collector has stated any.</summary>
    public static IReadOnlyList<HearingPeriod> Read(Database database)
    {
        var periods = new List<HearingPeriod>();
        var rows = database.Prepare("SELECT since, until FROM hearing ORDER BY until, since");
        while (rows.Step())
        {
            periods.Add(new HearingPeriod(Time(rows.Int64(0)), Time(rows.Int64(1))));
        }

        return periods;
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
