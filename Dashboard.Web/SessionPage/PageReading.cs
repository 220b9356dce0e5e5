using Dashboard.Web.Curve;
using Dashboard.Web.Feed;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.SessionPage;

/// <summary>Reads what the page of a session shows.</summary>
internal sealed class PageReading(ISessionReader reader, SessionViews views, TimeProvider time)
{
    /// <summary>Events looked at for the signs on the drawing of a curve.</summary>
    private const int MarksDrawn = 200;

    /// <returns>The parameters of <see cref="Page"/>; null when there is no such session.</returns>
    public async Task<Dictionary<string, object?>?> ReadAsync(
        string id,
        FeedFilter filter,
        string? before,
        CancellationToken cancellationToken
    )
    {
        // The position first: whatever is committed while the page is being read comes again live.
        var position = await reader.PositionAsync(cancellationToken);
        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return null;
        }

        var view = await views.ForPageAsync(state, cancellationToken);
        return new()
        {
            [nameof(Page.View)] = view,
            [nameof(Page.Feed)] = await FeedModel.ReadAsync(
                reader,
                view.Beats!,
                state,
                filter,
                before,
                time.GetUtcNow(),
                cancellationToken
            ),
            [nameof(Page.Drawing)] = await DrawingAsync(view, cancellationToken),
            [nameof(Page.Run)] = await RunFactsReads.FindAsync(reader, id, cancellationToken),
            [nameof(Page.Position)] = position,
        };
    }

    private async Task<EquityDrawing?> DrawingAsync(
        SessionView view,
        CancellationToken cancellationToken
    )
    {
        if (view.Curve is not { } curve)
        {
            return null;
        }

        var marked = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = view.State.Id,
                Types = CurveMark.Types,
                Limit = MarksDrawn,
            },
            cancellationToken
        );
        return EquityDrawing.Of(curve, view, marked.Items.Select(stored => stored.Event));
    }
}
