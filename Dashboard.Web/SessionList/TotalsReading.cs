using System.Diagnostics;
using Dashboard.Web.Api;
using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>
/// What the sessions of a filter come to. What took long is kept for a while, so that counting takes a tenth of the time
/// at most.
/// </summary>
internal sealed class TotalsReading(SessionsByVerdict sessions)
{
    private const int Share = 10;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = 200 });

    /// <param name="query">Which sessions; its order and cursor do not count.</param>
    /// <param name="wanted">What is wanted of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ListTotals> OfAsync(
        SessionQuery query,
        WantedVerdicts wanted,
        CancellationToken cancellationToken
    )
    {
        query = query with { Cursor = null, Sort = default, Ascending = false, Limit = 1_000 };
        var key = (query, string.Join(',', wanted.Kinds), wanted.NeedAttention);
        if (_kept.TryGetValue(key, out ListTotals? known))
        {
            return known!;
        }

        var began = Stopwatch.GetTimestamp();
        var totals = ListTotals.Of(await sessions.TotalsAsync(query, wanted, cancellationToken));
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
}
