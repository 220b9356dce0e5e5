using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>
/// Sessions with their verdicts, by verdict or by whether they need attention. An ended one is known by its status; one of
/// trouble is looked for among the sessions that are due (<see cref="SessionQuery.DueBy"/>), which the store finds at once.
/// </summary>
internal sealed class SessionsByVerdict(
    ISessionReader reader,
    Verdicts verdicts,
    Attention attention
)
{
    /// <param name="query">Which sessions.</param>
    /// <param name="wanted">What is wanted of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Page<(SessionState Session, Verdict Verdict)>> ReadAsync(
        SessionQuery query,
        WantedVerdicts wanted,
        CancellationToken cancellationToken
    )
    {
        var narrowed = wanted.Narrow(query, verdicts);
        var page = await FindAsync(narrowed, wanted, cancellationToken);
        if (page.Next is null || wanted.IsAll)
        {
            return page;
        }

        // What follows may all turn out to be something else: then this is the last page.
        var following = narrowed with
        {
            Cursor = page.Next,
            Limit = 1,
        };
        var isLast = (await FindAsync(following, wanted, cancellationToken)).Items.Count == 0;
        return isLast ? page with { Next = null } : page;
    }

    private async Task<Page<(SessionState Session, Verdict Verdict)>> FindAsync(
        SessionQuery query,
        WantedVerdicts wanted,
        CancellationToken cancellationToken
    )
    {
        var found = new List<(SessionState, Verdict)>();
        do
        {
            var page = await reader.ListAsync(
                query with
                {
                    Limit = query.Limit - found.Count,
                },
                cancellationToken
            );
            foreach (var session in page.Items)
            {
                var verdict = await verdicts.OfAsync(session, cancellationToken);
                if (await IsWantedAsync(session, verdict, wanted, cancellationToken))
                {
                    found.Add((session, verdict));
                }
            }

            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null && found.Count < query.Limit);

        return new Page<(SessionState, Verdict)>(found, query.Cursor);
    }

    /// <summary>
    /// What those sessions come to, exact at any size: the store adds up by status, and only running sessions that are due
    /// are judged.
    /// </summary>
    /// <param name="query">Which sessions; its order and cursor do not count.</param>
    /// <param name="wanted">What is wanted of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SessionTotals> TotalsAsync(
        SessionQuery query,
        WantedVerdicts wanted,
        CancellationToken cancellationToken
    )
    {
        query = query with { Cursor = null, Sort = default, Ascending = false, Limit = 1_000 };
        var narrowed = wanted.Narrow(query, verdicts) with { DueBy = null };
        if (wanted.IsAll || !narrowed.Statuses().Contains(SessionStatus.Running))
        {
            return await reader.TotalsAsync(narrowed, cancellationToken);
        }

        var sum = new SessionTotals.Builder();
        var ended = narrowed.AnyOf.Where(status => status != SessionStatus.Running).ToArray();
        if (ended.Length > 0)
        {
            sum.Add(await reader.TotalsAsync(narrowed with { AnyOf = ended }, cancellationToken));
        }

        await AddRunningAsync(query, wanted, sum, cancellationToken);
        return sum.Build();
    }

    private async Task AddRunningAsync(
        SessionQuery query,
        WantedVerdicts wanted,
        SessionTotals.Builder sum,
        CancellationToken cancellationToken
    )
    {
        // Those that are not due all have the same verdict: where that is wanted, it is the others that are taken away.
        var areOthersWanted = wanted.Kinds.Contains(verdicts.OfOthers);
        query = query with { Status = SessionStatus.Running };
        if (areOthersWanted)
        {
            sum.Add(await reader.TotalsAsync(query, cancellationToken));
        }

        query = query with { DueBy = verdicts.Now };
        do
        {
            var page = await reader.ListAsync(query, cancellationToken);
            foreach (var session in page.Items)
            {
                var verdict = await verdicts.OfAsync(session, cancellationToken);
                var isWanted = await IsWantedAsync(session, verdict, wanted, cancellationToken);
                if (isWanted != areOthersWanted)
                {
                    sum.Add(session, isWanted ? 1 : -1);
                }
            }

            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null);
    }

    private async ValueTask<bool> IsWantedAsync(
        SessionState session,
        Verdict verdict,
        WantedVerdicts wanted,
        CancellationToken cancellationToken
    ) =>
        wanted.IsAll
        || wanted.Kinds.Contains(verdict.Kind)
            && (
                !wanted.NeedAttention
                || await attention.IsNeededAsync(session, verdict, cancellationToken)
            );
}
