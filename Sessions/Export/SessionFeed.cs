using System.Runtime.CompilerServices;

namespace Sessions;

/// <summary>All events of a session, oldest first, in pages of bounded size.</summary>
internal static class SessionFeed
{
    private const int PageSize = 1000;

    public static async IAsyncEnumerable<IReadOnlyList<SessionEvent>> PagesAsync(
        ISessionReader reader,
        string sessionId,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? after = null;
        do
        {
            var page = await reader.EventsAsync(
                new EventQuery
                {
                    SessionId = sessionId,
                    OldestFirst = after is null,
                    After = after,
                    Limit = PageSize,
                },
                cancellationToken
            );
            yield return [.. page.Items.Select(stored => stored.Event)];
            after = page.Next;
        } while (after is not null);
    }
}
