using System.Text.Json.Nodes;

namespace Sessions.Contract;

/// <summary>A session without what depends on when its signals arrived, as text to compare.</summary>
public static class SessionFacts
{
    public static string Of(SessionState? state)
    {
        if (state is null)
        {
            return "no session";
        }

        var json = JsonNode.Parse(SessionStateJson.Write(state))!.AsObject();
        json.Remove("liveness");
        json.Remove("last_change_at");
        json.Remove("shift");
        foreach (var phase in json["phases"]!.AsArray())
        {
            phase!.AsObject().Remove("shifts");
        }

        return json.ToJsonString();
    }

    /// <summary>The whole feed of a session, oldest first, as text to compare.</summary>
    public static async Task<string> FeedAsync(ISessionReader reader, string session)
    {
        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = session,
                Limit = 10_000,
                OldestFirst = true,
            },
            CancellationToken.None
        );
        return string.Join('\n', page.Items.Select(stored => $"{stored.Event.Id} {stored.Event}"));
    }

    /// <summary>What all beats of a session come to, and those of some ranges of it, as text to compare.</summary>
    public static async Task<string> BeatsAsync(ISessionReader reader, string session)
    {
        var all = await reader.BeatsAsync(session, 1, CancellationToken.None);
        var ranges = (
            await reader.EventsAsync(
                new EventQuery
                {
                    SessionId = session,
                    Limit = 40,
                    OldestFirst = true,
                },
                CancellationToken.None
            )
        ).Items.Select(stored => EventCursor.Of(stored.Event)).ToList();
        var groups = await reader.BeatGroupsAsync(
            session,
            [
                new BeatRange(null, null),
                .. ranges.Select(place => new BeatRange(null, place)),
                .. ranges.Select(place => new BeatRange(place, null)),
                .. ranges.Zip(ranges.Skip(1), (from, to) => new BeatRange(from, to)),
            ],
            CancellationToken.None
        );
        return $"{all with { Longest = [] }}\n{string.Join('\n', all.Longest)}\n{string.Join('\n', groups)}";
    }

    /// <summary>A session's equity over time, every point, as text to compare.</summary>
    public static async Task<string> CurveAsync(ISessionReader reader, string session)
    {
        var curve = await reader.EquityAsync(session, 100_000, CancellationToken.None);
        return $"{curve.Total} {curve.MaxDrawdown}\n{string.Join('\n', curve.Points)}";
    }

    /// <summary>A session's own figures over time, as text to compare.</summary>
    public static async Task<string> FiguresAsync(ISessionReader reader, string session)
    {
        var figures = await reader.FiguresAsync(session, 1000, CancellationToken.None);
        return string.Join(
            '\n',
            figures.Select(series => $"{series.Figure}: {string.Join(' ', series.Values)}")
        );
    }
}
