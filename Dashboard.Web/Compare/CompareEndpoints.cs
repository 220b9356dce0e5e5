using Dashboard.Web.Shell;
using Dashboard.Web.Views;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>Two to four sessions side by side; the address says which, <c>a</c> is what the others are compared with.</summary>
internal static class CompareEndpoints
{
    public static void MapCompare(this IEndpointRouteBuilder app)
    {
        app.MapGet("/compare", ShowAsync).ExcludeFromDescription();
        app.MapGet("/sessions/{id}/compare", WithPreviousAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(
        HttpRequest request,
        string[]? session,
        ISessionReader reader,
        SessionViews views,
        CancellationToken cancellationToken
    )
    {
        // From the list come any of them, in its order; the address that is kept and shared says which is which.
        if (session is { Length: >= 2 and <= ComparedSessions.Most })
        {
            return await OldestFirstAsync(reader, session, cancellationToken);
        }

        string[] ids =
        [
            .. ComparedSessions
                .Keys.Select(key => (string?)request.Query[key])
                .Where(id => !string.IsNullOrEmpty(id))
                .OfType<string>(),
        ];
        if (ids.Length < 2)
        {
            return CompareNotices.Choose();
        }

        var compared = new List<SessionView>();
        foreach (var id in ids)
        {
            if (await reader.FindAsync(id, cancellationToken) is not { } state)
            {
                return Notices.UnknownSession(id);
            }

            compared.Add(await views.OfAsync(state, cancellationToken));
        }

        return new RazorComponentResult<ComparePage>(
            new { Compared = await ComparedSessions.ReadAsync(reader, compared, cancellationToken) }
        );
    }

    /// <summary>Leads to this session beside the one that the same runner had before.</summary>
    private static async Task<IResult> WithPreviousAsync(
        string id,
        ISessionReader reader,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return Notices.UnknownSession(id);
        }

        var before = await reader.ListAsync(
            new SessionQuery
            {
                RunnerName = state.RunnerName,
                To = state.StartedAt,
                Limit = 1,
            },
            cancellationToken
        );
        return before.Items is [var previous]
            ? TypedResults.LocalRedirect(Url([previous.Id, id]))
            : CompareNotices.NoPrevious(state);
    }

    private static async Task<IResult> OldestFirstAsync(
        ISessionReader reader,
        string[] ids,
        CancellationToken cancellationToken
    )
    {
        var starts = new List<(string Id, DateTimeOffset? At)>();
        foreach (var id in ids)
        {
            starts.Add((id, (await reader.FindAsync(id, cancellationToken))?.StartedAt));
        }

        return TypedResults.LocalRedirect(
            Url([.. starts.OrderBy(start => start.At).Select(start => start.Id)])
        );
    }

    /// <summary>The address that compares the first with the others.</summary>
    public static string Url(IReadOnlyList<string> ids) =>
        "/compare?"
        + string.Join(
            '&',
            ComparedSessions.Keys.Zip(ids, (key, id) => $"{key}={Uri.EscapeDataString(id)}")
        );
}
