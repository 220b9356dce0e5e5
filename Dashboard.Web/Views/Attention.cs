using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.Views;

/// <summary>
/// Whether somebody should look at a session: one that is not well, or ended badly, needs attention until a later session
/// of the same runner succeeds. One rule for the page, the API and the health checks.
/// </summary>
internal sealed class Attention(ISessionReader reader)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _successes = new(new MemoryCacheOptions { SizeLimit = 5_000 });

    public async ValueTask<bool> IsNeededAsync(
        SessionState session,
        Verdict verdict,
        CancellationToken cancellationToken
    ) => MayBeNeeded(verdict.Kind) && !await IsOvercomeAsync(session, verdict, cancellationToken);

    /// <summary>Whether a session with this verdict needs attention where no later one made up for it.</summary>
    public static bool MayBeNeeded(VerdictKind kind) =>
        kind
            is not (
                VerdictKind.Running
                or VerdictKind.Recovering
                or VerdictKind.Success
                or VerdictKind.Cancelled
            );

    /// <summary>Whether a session that is lost or ended badly was followed by one that succeeded.</summary>
    public async ValueTask<bool> IsOvercomeAsync(
        SessionState session,
        Verdict verdict,
        CancellationToken cancellationToken
    ) =>
        verdict.Kind
            is VerdictKind.Lost
                or VerdictKind.Failed
                or VerdictKind.Error
                or VerdictKind.Timeout
                or VerdictKind.Cancelled
        && await LatestSuccessAsync(session.RunnerName, cancellationToken) > session.StartedAt;

    /// <summary>When the newest session of a runner that succeeded began; null when none did.</summary>
    private async ValueTask<DateTimeOffset?> LatestSuccessAsync(
        string runner,
        CancellationToken cancellationToken
    )
    {
        if (_successes.TryGetValue(runner, out DateTimeOffset? known))
        {
            return known;
        }

        var newest = await reader.ListAsync(
            new SessionQuery
            {
                RunnerName = runner,
                Status = SessionStatus.Success,
                Limit = 1,
            },
            cancellationToken
        );
        return _successes.Set(
            runner,
            newest.Items is [var success, ..] ? success.StartedAt : (DateTimeOffset?)null,
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor }
        );
    }
}
