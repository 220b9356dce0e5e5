using System.Globalization;

namespace Sessions.Sqlite.Tests.Migrations;

/// <summary>What a whole store says, a line for each session, as text to compare across versions.</summary>
internal static class StoreFacts
{
    public static async Task<string> OfAsync(ISessionReader reader)
    {
        var lines = new List<string>();
        var list = await reader.ListAsync(new SessionQuery { Limit = 1000 }, default);
        foreach (var session in list.Items.OrderBy(s => s.Id, StringComparer.Ordinal))
        {
            var all = new EventQuery
            {
                SessionId = session.Id,
                Limit = 10_000,
                OldestFirst = true,
            };
            var feed = (await reader.EventsAsync(all, default)).Items;
            var types = feed.GroupBy(s => s.Event.Type)
                .OrderBy(g => g.Key)
                .Select(g => $"{g.Key}={g.Count()}");
            var curve = await reader.EquityAsync(session.Id, 100_000, default);
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{session.Id} {session.RunnerName} {session.Status} events={session.Counts.Events} beats={session.Counts.Beats} {string.Join(' ', types)} equity={curve.Points.Sum(p => p.Equity):R} of {curve.Total}"
                )
            );
        }

        return string.Join('\n', lines);
    }
}
