namespace Sessions.Contract.Reference;

/// <summary>Queries over everything in memory.</summary>
internal static class ReferenceQueries
{
    public static Page<SessionState> List(
        List<SessionState> sessions,
        SessionQuery query,
        DateTimeOffset now
    )
    {
        var chosen = sessions
            .Where(s => query.Status is null || s.Status == query.Status)
            .Where(s => query.AnyOf.Count == 0 || query.AnyOf.Contains(s.Status))
            // Without deadlines every running session may be due.
            .Where(s =>
                query.DueBy is null
                || s.Status == SessionStatus.Running
                || query.AnyOf.Count > 0
                || query.NeedsAttention
            )
            .Where(s =>
                !query.NeedsAttention
                || s.Status == SessionStatus.Running
                || (
                    s.Status is SessionStatus.Failed or SessionStatus.Error or SessionStatus.Timeout
                    && !sessions.Any(other =>
                        other.RunnerName == s.RunnerName
                        && other.Status == SessionStatus.Success
                        && other.StartedAt > s.StartedAt
                    )
                )
            )
            .Where(s => query.RunnerName is null || s.RunnerName == query.RunnerName)
            .Where(s => query.From is null || s.StartedAt >= query.From)
            .Where(s => query.To is null || s.StartedAt < query.To)
            .Where(s =>
                string.IsNullOrEmpty(query.Text)
                || s.RunnerName.Contains(query.Text, StringComparison.OrdinalIgnoreCase)
                || IdStarts(s.Id, query.Text)
            );
        Func<SessionState, double> key = query.Sort switch
        {
            SessionSort.Start => s => s.StartedAt.UtcTicks,
            SessionSort.Roi => s => s.Roi,
            _ => s => s.Runtime(now).Ticks,
        };
        var ordered = query.Ascending ? chosen.OrderBy(key) : chosen.OrderByDescending(key);
        var from = query.Cursor is { } cursor
            ? int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        return Paged(ordered.ToList(), from, query.Limit);
    }

    public static Page<RunnerSessions> Runners(List<SessionState> sessions, RunnerQuery query)
    {
        var runners = sessions
            .Where(s =>
                string.IsNullOrEmpty(query.Text)
                || s.RunnerName.Contains(query.Text, StringComparison.OrdinalIgnoreCase)
            )
            .GroupBy(s => s.RunnerName)
            .OrderBy(runner => runner.Key, StringComparer.Ordinal)
            .SkipWhile(runner => string.CompareOrdinal(runner.Key, query.Cursor) <= 0)
            .Select(runner =>
                Brief(
                    runner.Key,
                    [
                        .. runner
                            .OrderByDescending(s => s.StartedAt)
                            .Take(RunnerSessions.MostSessions),
                    ]
                )
            )
            .ToList();
        return new Page<RunnerSessions>(
            [.. runners.Take(query.Limit)],
            runners.Count > query.Limit ? runners[query.Limit - 1].Name : null
        );
    }

    private static RunnerSessions Brief(string name, SessionState[] newest) =>
        RunnerSessions.Of(
            name,
            newest.Select(RunnerSession.Of),
            newest.Where((s, i) => i == 0 || !s.HasEnded).ToDictionary(s => s.Id)
        )!;

    public static Page<StoredEvent> Events(List<StoredEvent> feed, EventQuery query)
    {
        var oldestFirst = query.After is not null || (query.Before is null && query.OldestFirst);
        EventCursor? cursor = null;
        if ((query.After ?? query.Before) is { } text)
        {
            if (!EventCursor.TryParse(text, out var parsed))
            {
                return Page<StoredEvent>.Empty;
            }

            cursor = parsed;
        }

        var chosen = feed.Where(s =>
                cursor is not { } c
                || (
                    oldestFirst
                        ? EventCursor.Of(s.Event).CompareTo(c) > 0
                        : EventCursor.Of(s.Event).CompareTo(c) < 0
                )
            )
            .Select(s => (Stored: s, s.Event))
            .Where(s => query.Types.Count == 0 || query.Types.Contains(s.Event.Type))
            .Where(s => query.Levels.Count == 0 || query.Levels.Contains(s.Event.Level))
            .Where(s => query.Phases.Count == 0 || query.Phases.Contains(s.Event.Phase))
            .Where(s => query.From is null || s.Event.Timestamp >= query.From)
            .Where(s => query.To is null || s.Event.Timestamp < query.To)
            .Where(s =>
                string.IsNullOrEmpty(query.Text)
                || new[] { s.Event.Message, s.Event.Checkpoint, s.Event.ErrorType }.Any(field =>
                    field?.Contains(query.Text, StringComparison.OrdinalIgnoreCase) == true
                )
            )
            .Select(s => s.Stored);
        var ordered = (oldestFirst ? chosen : chosen.Reverse()).ToList();
        return new Page<StoredEvent>(
            ordered.Take(query.Limit).ToList(),
            ordered.Count > query.Limit
                ? EventCursor.Of(ordered[query.Limit - 1].Event).ToString()
                : null
        );
    }

    public static IReadOnlyDictionary<string, IReadOnlyList<double>> SparkLines(
        IEnumerable<(SessionState State, List<StoredEvent> Feed)> sessions,
        int points
    )
    {
        var lines = new Dictionary<string, IReadOnlyList<double>>();
        foreach (var (state, feed) in sessions)
        {
            if (state.LatestEquity is null && state.LatestPnl is null)
            {
                continue;
            }

            var values = feed.Where(s => s.Event is { Type: EventType.Heartbeat })
                .Select(s => s.Event.Figures?.Equity)
                .OfType<double>()
                .ToList();
            var room = Math.Max(points, 2) - 1;
            var step = Math.Max(1, (values.Count + room - 1) / room);
            lines[state.Id] = [.. values.Where((_, i) => i % step == 0), state.CurrentEquity];
        }

        return lines;
    }

    private static bool IdStarts(string id, string text) =>
        id.Length >= text.Length
        && text.Zip(id).All(pair => Small(pair.First) == Small(pair.Second));

    private static char Small(char letter) =>
        char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter;

    private static Page<SessionState> Paged(List<SessionState> ordered, int from, int limit) =>
        new(
            [.. ordered.Skip(from).Take(limit)],
            ordered.Count > from + limit
                ? (from + limit).ToString(System.Globalization.CultureInfo.InvariantCulture)
                : null
        );
}
