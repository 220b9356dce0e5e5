namespace Sessions.Sqlite.Read;

/// <summary>
/// The list filtered by a text. By start: the walks of the runners whose names match, merged with the sessions whose ids
/// do. By duration and ROI, which have no order of their own within a runner: all that match, put in order here.
/// </summary>
internal static class TextReads
{
    public static List<ListRow> Rows(ListRequest request, TextBounds bounds)
    {
        var text = TextMatch.Of(request.Database, request.Query.Text!);
        if (request.Query.RunnerName is { } runner)
        {
            text = text with { Runners = [.. text.Runners.Where(name => name == runner)] };
        }

        return text.Runners.Count > bounds.Runners
            ? ListWalks.Rows(request, text)
            : Found(request, text, bounds) ?? ListWalks.Rows(request, text);
    }

    /// <summary>Null when the text finds more than the bounds allow.</summary>
    private static List<ListRow>? Found(ListRequest request, TextMatch text, TextBounds bounds)
    {
        var byStart = request.Query.Sort == SessionSort.Start;
        var entries = new TextEntries(
            request,
            request.Query.Sort == SessionSort.Roi ? bounds.Rows : bounds.Entries
        );
        if (!entries.AddIds(text) || (!byStart && !entries.AddRunners(text)))
        {
            return null;
        }

        return byStart ? Merged(request, text, entries.Rows()) : Best(request, entries.Rows());
    }

    /// <summary>Each walk goes no further than what was found so far leaves room for.</summary>
    private static List<ListRow> Merged(ListRequest request, TextMatch text, List<ListRow> ids)
    {
        var best = Best(request, ids);
        foreach (var runner in text.Runners)
        {
            var query = request.Query with { RunnerName = runner };
            if (best.Count == request.Limit)
            {
                var last = new DateTimeOffset(best[^1].Key, TimeSpan.Zero);
                query = query.Ascending
                    ? query with
                    {
                        To = query.To <= last ? query.To : last.AddTicks(1),
                    }
                    : query with
                    {
                        From = query.From >= last ? query.From : last,
                    };
            }

            var rows = ListWalks.ByStart(request with { Query = query }, text: null);
            if (rows.Count > 0)
            {
                best = Best(request, best.Concat(rows));
            }
        }

        return best;
    }

    private static List<ListRow> Best(ListRequest request, IEnumerable<ListRow> rows) =>
        [.. rows.Distinct().Order(request.Order).Take(request.Limit)];
}
