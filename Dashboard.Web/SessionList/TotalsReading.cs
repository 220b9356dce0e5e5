using System.Diagnostics;
using Dashboard.Web.Api;
using Dashboard.Web.Views;
using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>
/// What the sessions of a filter come to, exact at any size: the store adds up by status, and only running sessions that
/// are due are judged. What took long is kept for a while, so that counting takes a tenth of the time at most.
/// </summary>
internal sealed class TotalsReading(ISessionReader reader, Verdicts verdicts)
{
    private const int Share = 10;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = 200 });

    /// <param name="query">Which sessions; its order and cursor do not count.</param>
    /// <param name="wanted">Those with any of these verdicts; all when it is empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ListTotals> OfAsync(
        SessionQuery query,
        IReadOnlyList<VerdictKind> wanted,
        CancellationToken cancellationToken
    )
    {
        query = query with { Cursor = null, Sort = default, Ascending = false, Limit = 1_000 };
        var key = (query, string.Join(',', wanted));
        if (_kept.TryGetValue(key, out ListTotals? known))
        {
            return known!;
        }

        var began = Stopwatch.GetTimestamp();
        var totals = await CountAsync(query, wanted, cancellationToken);
        return _kept.Set(
            key,
            totals,
            new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow =
                    Share * Stopwatch.GetElapsedTime(began) + TimeSpan.FromTicks(1),
            }
        );
    }

    private async Task<ListTotals> CountAsync(
        SessionQuery query,
        IReadOnlyList<VerdictKind> wanted,
        CancellationToken cancellationToken
    )
    {
        var sum = new SessionTotals.Builder();
        foreach (var status in wanted.Select(SessionsByVerdict.StatusOf).Distinct())
        {
            if (status != SessionStatus.Running && (query.Status ?? status) == status)
            {
                sum.Add(
                    await reader.TotalsAsync(query with { Status = status }, cancellationToken)
                );
            }
        }

        var running = wanted
            .Where(kind => SessionsByVerdict.StatusOf(kind) == SessionStatus.Running)
            .ToList();
        var isCut = false;
        if (wanted.Count == 0)
        {
            sum.Add(await reader.TotalsAsync(query, cancellationToken));
        }
        else if (running.Count > 0 && query.Status is null or SessionStatus.Running)
        {
            isCut = !await AddRunningAsync(
                query with
                {
                    Status = SessionStatus.Running,
                },
                running,
                sum,
                cancellationToken
            );
        }

        return ListTotals.Of(sum.Build(), isCut);
    }

    /// <returns>Whether all that are due were judged.</returns>
    private async Task<bool> AddRunningAsync(
        SessionQuery query,
        List<VerdictKind> wanted,
        SessionTotals.Builder sum,
        CancellationToken cancellationToken
    )
    {
        // Those that are not due all have the same verdict: where that is wanted, it is the others that are taken away.
        var areOthersWanted = wanted.Contains(verdicts.OfOthers);
        if (areOthersWanted)
        {
            sum.Add(await reader.TotalsAsync(query, cancellationToken));
        }

        query = query with { DueBy = verdicts.Now };
        for (var judged = 0; judged < SessionsByVerdict.LookedThrough; )
        {
            var page = await reader.ListAsync(query, cancellationToken);
            foreach (var session in page.Items)
            {
                var isWanted = wanted.Contains(
                    (await verdicts.OfAsync(session, cancellationToken)).Kind
                );
                if (isWanted != areOthersWanted)
                {
                    sum.Add(session, isWanted ? 1 : -1);
                }
            }

            judged += page.Items.Count;
            if (page.Next is null)
            {
                return true;
            }

            query = query with { Cursor = page.Next };
        }

        return false;
    }
}
