using Dashboard.Web.Curve;
using Dashboard.Web.Feed;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Export;

/// <summary>What the one-file page shows: the session as it stands, with beats folded into its curve.</summary>
/// <param name="View">The session.</param>
/// <param name="Drawing">Its equity, as a drawing.</param>
/// <param name="Rows">Newest first, without beats, at most <see cref="RowLimit"/>.</param>
/// <param name="Checks">Every check, oldest first, at most <see cref="RowLimit"/>.</param>
/// <param name="IsCut">Whether there are more events than the page holds.</param>
public sealed record ExportedSession(
    SessionView View,
    EquityDrawing? Drawing,
    IReadOnlyList<FeedEntry> Rows,
    IReadOnlyList<SessionEvent> Checks,
    bool IsCut
)
{
    /// <summary>More rows than this are no page to read; the events' file has them all.</summary>
    public const int RowLimit = 5_000;

    private static readonly EventType[] Shown =
    [
        .. Enum.GetValues<EventType>().Where(type => type != EventType.Heartbeat),
    ];

    public static async Task<ExportedSession> ReadAsync(
        ISessionReader reader,
        SessionView view,
        CancellationToken cancellationToken
    )
    {
        var state = view.State;
        var curve = await reader.EquityAsync(state.Id, EquityDrawing.Full, cancellationToken);
        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = state.Id,
                Types = Shown,
                Limit = RowLimit,
            },
            cancellationToken
        );
        var events = page.Items.Select(stored => stored.Event).ToArray();
        return new ExportedSession(
            view,
            EquityDrawing.Of(curve, view, events),
            Array.ConvertAll(events, e => FeedEntry.Of(e, state)),
            [.. events.Where(e => e.Type == EventType.Checkpoint).Reverse()],
            page.Next is not null
        );
    }
}
