using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>All that the compare page shows.</summary>
/// <param name="Left">The one compared with.</param>
/// <param name="Right">The one compared.</param>
/// <param name="Comparison">Their phases and checkpoints, and where they first part.</param>
/// <param name="Others">Newest sessions, to choose another from.</param>
public sealed record ComparedSessions(
    SessionView Left,
    SessionView Right,
    SessionComparison Comparison,
    IReadOnlyList<SessionState> Others
)
{
    /// <summary>Checkpoints that are compared of each session.</summary>
    private const int CheckpointLimit = 2_000;

    private const int Choices = 50;

    /// <summary>Whether equity can be drawn on one axis of money; otherwise it is drawn as percent of each one's capital.</summary>
    public bool SameMoney =>
        Left.State.Header?.Currency == Right.State.Header?.Currency
        && Math.Abs(Left.State.InitialCapital - Right.State.InitialCapital) < 0.005;

    public bool IsLive => !Left.State.HasEnded || !Right.State.HasEnded;

    /// <summary>What the width of the phases' bars stands for.</summary>
    public TimeSpan Longest =>
        Comparison
            .Phases.SelectMany(pair => (TimeSpan?[])[pair.Left?.EndOffset, pair.Right?.EndOffset])
            .Max()
        ?? TimeSpan.Zero;

    public static async Task<ComparedSessions> ReadAsync(
        ISessionReader reader,
        SessionView left,
        SessionView right,
        CancellationToken cancellationToken
    )
    {
        var newest = await reader.ListAsync(
            new SessionQuery { Limit = Choices },
            cancellationToken
        );
        return new ComparedSessions(
            left,
            right,
            SessionComparison.Of(
                left.State,
                await CheckpointsAsync(left.State),
                right.State,
                await CheckpointsAsync(right.State),
                right.Now
            ),
            newest.Items
        );

        async Task<IEnumerable<SessionEvent>> CheckpointsAsync(SessionState session) =>
            (
                await reader.EventsAsync(
                    new EventQuery
                    {
                        SessionId = session.Id,
                        Types = [EventType.Checkpoint],
                        OldestFirst = true,
                        Limit = CheckpointLimit,
                    },
                    cancellationToken
                )
            ).Items.Select(stored => stored.Event);
    }
}
