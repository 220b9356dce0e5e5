using Dashboard.Web.SessionPage;
using Dashboard.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>Two sessions side by side; which two stands in the address, <c>a</c> the one to compare with.</summary>
internal static class CompareEndpoints
{
    public static void MapCompare(this IEndpointRouteBuilder app)
    {
        app.MapGet("/compare", ShowAsync).ExcludeFromDescription();
        app.MapGet("/sessions/{id}/compare", WithPreviousAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(
        string? a,
        string? b,
        string[]? session,
        ISessionReader reader,
        SessionViews views,
        CancellationToken cancellationToken
    )
    {
        // From the list come any two, in its order; the address that is kept and shared says which is which.
        if (session is [var one, var other])
        {
            return await OldestFirstAsync(reader, one, other, cancellationToken);
        }

        if (string.IsNullOrEmpty(a) || string.IsNullOrEmpty(b))
        {
            return CompareNotices.ChooseTwo();
        }

        if (await reader.FindAsync(a, cancellationToken) is not { } left)
        {
            return Notices.UnknownSession(a);
        }

        if (await reader.FindAsync(b, cancellationToken) is not { } right)
        {
            return Notices.UnknownSession(b);
        }

        return new RazorComponentResult<ComparePage>(
            new
            {
                Compared = await ComparedSessions.ReadAsync(
                    reader,
                    await views.OfAsync(left, cancellationToken),
                    await views.OfAsync(right, cancellationToken),
                    cancellationToken
                ),
            }
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
            ? TypedResults.LocalRedirect(Url(previous.Id, id))
            : CompareNotices.NoPrevious(state);
    }

    private static async Task<IResult> OldestFirstAsync(
        ISessionReader reader,
        string one,
        string other,
        CancellationToken cancellationToken
    )
    {
        var first = await reader.FindAsync(one, cancellationToken);
        var second = await reader.FindAsync(other, cancellationToken);
        return TypedResults.LocalRedirect(
            first?.StartedAt > second?.StartedAt ? Url(other, one) : Url(one, other)
        );
    }

    public static string Url(string a, string b) =>
        $"/compare?a={Uri.EscapeDataString(a)}&b={Uri.EscapeDataString(b)}";
}
