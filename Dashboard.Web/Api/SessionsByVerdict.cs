using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>
/// Sessions with their verdicts, by verdict if any is wanted. An ended one is a status; one of trouble is looked for among
/// the sessions that are due (<see cref="SessionQuery.DueBy"/>), which the store finds at once.
/// </summary>
internal static class SessionsByVerdict
{
    /// <summary>Sessions that are judged for one answer at most; its cursor goes on from there.</summary>
    public const int LookedThrough = 5_000;

    /// <param name="reader">Where from.</param>
    /// <param name="verdicts">Judges.</param>
    /// <param name="query">Which sessions.</param>
    /// <param name="wanted">Any of these; all when it is empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Page<(SessionState Session, Verdict Verdict)>> ReadAsync(
        ISessionReader reader,
        Verdicts verdicts,
        SessionQuery query,
        IReadOnlyCollection<VerdictKind> wanted,
        CancellationToken cancellationToken
    )
    {
        var statuses = wanted.Select(StatusOf).Distinct().ToArray();
        if (query.Status is { } asked && statuses.Length > 0 && !statuses.Contains(asked))
        {
            return Page<(SessionState, Verdict)>.Empty;
        }

        var found = new List<(SessionState, Verdict)>();
        var left = statuses is [var only] ? query with { Status = only } : query;
        if (statuses is [SessionStatus.Running] && !wanted.Contains(verdicts.OfOthers))
        {
            left = left with { DueBy = verdicts.Now };
        }

        for (var looked = 0; looked < LookedThrough; )
        {
            var page = await reader.ListAsync(
                left with
                {
                    Limit = query.Limit - found.Count,
                },
                cancellationToken
            );
            foreach (var session in page.Items)
            {
                var verdict = await verdicts.OfAsync(session, cancellationToken);
                if (wanted.Count == 0 || wanted.Contains(verdict.Kind))
                {
                    found.Add((session, verdict));
                }
            }

            looked += page.Items.Count;
            left = left with { Cursor = page.Next };
            if (page.Next is null || found.Count == query.Limit)
            {
                break;
            }
        }

        return new Page<(SessionState, Verdict)>(found, left.Cursor);
    }

    public static SessionStatus StatusOf(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Success => SessionStatus.Success,
            VerdictKind.Failed => SessionStatus.Failed,
            VerdictKind.Error => SessionStatus.Error,
            VerdictKind.Timeout => SessionStatus.Timeout,
            VerdictKind.Cancelled => SessionStatus.Cancelled,
            _ => SessionStatus.Running,
        };
}
