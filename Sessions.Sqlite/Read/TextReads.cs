namespace Sessions.Sqlite.Read;

/// <summary>
/// The list filtered by a text. By start: the walks of the runners whose names match, merged with the sessions whose ids
/// do. By duration and ROI, which have no order of their own within a runner: all that match, put in order here. What
/// is too common for that is met soon on a walk over the list's own order.
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

        var entries = new TextEntries(request);
        if (!entries.AddIds(text, bounds.Entries))
        {
            return ListWalks.Rows(request, text);
        }

        text = text with { Ids = entries.Numbers };
        if (text.Runners.Count > bounds.Runners)
        {
            return ListWalks.Rows(request, text);
        }

        var bound = request.Query.Sort switch
        {
            // No index tells the ROI of what it finds.
            SessionSort.Roi => bounds.Rows,
            _ => entries.Seen + bounds.Few,
        };
        return entries.AddRunners(text, bound) ? Best(request, entries.Rows())
            : request.Query.Sort == SessionSort.Start ? Merged(request, text, entries.Rows())
            : ListWalks.Rows(request, text);
    }

    /// <summary>Each walk goes no further than what was found so far leaves room for.</summary>
    private static List<ListRow> Merged(ListRequest request, TextMatch text, List<ListRow> found)
    {
        var best = Best(request, found);
        foreach (var runner in text.Runners)
        {
            var query = request.Query with { RunnerName = runner };
            if (best.Count == request.Limit)
            {
                var last = new DateTimeOffset(best[^1].Key, TimeSpan.Zero);
                query = query.Ascending
                    ? query with
                    {
                        To = query.To <= last ? query.To : Behind(last),
                    }
                    : query with
                    {
                        From = query.From >= last ? query.From : last,
                    };
            }

            var rows = ListWalks.Rows(request with { Query = query }, text: null);
            if (rows.Count > 0)
            {
                rows.AddRange(best);
                best = Best(request, rows);
            }
        }

        return best;
    }

    private static DateTimeOffset? Behind(DateTimeOffset time) =>
        time < DateTimeOffset.MaxValue ? time.AddTicks(1) : null;

    private static List<ListRow> Best(ListRequest request, List<ListRow> rows)
    {
        rows.Sort(request.Order);
        var best = new List<ListRow>();
        foreach (var row in rows)
        {
            if (best.Count == request.Limit)
            {
                break;
            }

            if (best.Count == 0 || best[^1] != row)
            {
                best.Add(row);
            }
        }

        return best;
    }
}
