using System.Runtime.CompilerServices;
using Dashboard.Web.Feed;
using Dashboard.Web.SessionList;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.WebUtilities;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// What pages subscribe to, one connection for each page. A subscription names what the page has seen, gets what came
/// since, and then every change. Several changes while a page is slow are one update.
/// </summary>
internal sealed class LiveHub(
    LiveSessions sessions,
    LiveList list,
    ISessionReader reader,
    LiveMetrics metrics,
    TimeProvider time
) : Hub
{
    public const string Path = "/live";

    /// <summary>Of one connection: more than any page has.</summary>
    private const int SubscriptionLimit = 10;

    private const string SubscriptionCount = "subscriptions";

    private static readonly TimeSpan RunnerPause = TimeSpan.FromSeconds(2);

    private const int RunnerRounds = 5;

    /// <summary>A session's page. Ends when the session has ended and nothing more is expected.</summary>
    /// <param name="id">The session.</param>
    /// <param name="after">The store's position up to which the page has been read.</param>
    /// <param name="filter">The feed's filter as in the page's address.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public async IAsyncEnumerable<SessionUpdate> Session(
        string id,
        long after,
        string filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var viewer = Viewer("session");
        using var subscription = await SubscribeAsync(id, withPanels: true, cancellationToken);
        var changes = new SessionChanges(
            FeedFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(filter))),
            new StorePosition(after),
            metrics,
            time
        );
        SessionSnapshot? seen = null;
        while (seen is not { IsOver: true })
        {
            seen = await NextAsync(subscription, seen, cancellationToken);
            if (changes.Until(seen) is { } update)
            {
                yield return update;
            }
        }
    }

    /// <summary>Says that a session has changed, at most once a second; the first time at once. Ends like <see cref="Session"/>.</summary>
    public async IAsyncEnumerable<bool> Changes(
        string id,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var viewer = Viewer("compare");
        using var subscription = await SubscribeAsync(id, withPanels: false, cancellationToken);
        SessionSnapshot? seen = null;
        while (seen is not { IsOver: true })
        {
            seen = await NextAsync(subscription, seen, cancellationToken);
            yield return seen.View.State.HasEnded;
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }
    }

    /// <summary>The list of sessions.</summary>
    /// <param name="filter">The query of the page's address.</param>
    /// <param name="zone">Where days begin, IANA.</param>
    /// <param name="rows">How many rows the page shows.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public async IAsyncEnumerable<ListUpdate> List(
        string filter,
        string zone,
        int rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var viewer = Viewer("list");
        using var view =
            list.Subscribe(
                ListFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(filter))),
                ReaderZone.Named(zone),
                rows
            ) ?? throw new HubException("busy");
        ListSnapshot? seen = null;
        while (true)
        {
            var next = await view.NextAsync(seen, cancellationToken);
            if (ListUpdate.Between(seen, next) is { } update)
            {
                yield return update;
            }

            seen = next;
        }
    }

    /// <summary>
    /// Says that runners may look different: at once, after commits at most every two seconds, and every ten seconds
    /// in any case, for states that change by the passing of time.
    /// </summary>
    public async IAsyncEnumerable<bool> Runners(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var viewer = Viewer("runners");
        StorePosition? seen = null;
        for (var round = 0; ; round++)
        {
            var position = await PositionAsync(cancellationToken);
            if (position != seen || round % RunnerRounds == 0)
            {
                seen = position;
                yield return true;
            }

            await Task.Delay(RunnerPause, time, cancellationToken);
        }
    }

    private async ValueTask<StorePosition> PositionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.PositionAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            throw new HubException("away");
        }
    }

    private async Task<Subscription> SubscribeAsync(
        string id,
        bool withPanels,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // Before anything is allocated for it.
            if (
                !await sessions.ReadyAsync(cancellationToken)
                || await reader.FindAsync(id, cancellationToken) is null
            )
            {
                throw new HubException("unknown");
            }
        }
        catch (StoreUnavailableException)
        {
            throw new HubException("away");
        }

        return sessions.Subscribe(id, withPanels) ?? throw new HubException("busy");
    }

    private static async Task<SessionSnapshot> NextAsync(
        Subscription subscription,
        SessionSnapshot? seen,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await subscription.NextAsync(seen, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubException("away");
        }
    }

    /// <summary>Counts the subscription, of all and of this connection.</summary>
    private Leaving Viewer(string subject)
    {
        var open = (int)(Context.Items[SubscriptionCount] ?? 0);
        if (open >= SubscriptionLimit)
        {
            metrics.Refused();
            throw new HubException("busy");
        }

        Context.Items[SubscriptionCount] = open + 1;
        return new Leaving(Context, metrics.Viewer(subject));
    }

    private sealed class Leaving(HubCallerContext context, IDisposable viewer) : IDisposable
    {
        public void Dispose()
        {
            context.Items[SubscriptionCount] = (int)(context.Items[SubscriptionCount] ?? 1) - 1;
            viewer.Dispose();
        }
    }
}
