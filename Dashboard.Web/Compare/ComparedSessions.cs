using Dashboard.Web.Run;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>All that the compare page shows: one session, and up to three that are compared with it.</summary>
/// <param name="Views">In the order of the address; the first is what the others are compared with.</param>
/// <param name="Comparisons">Of the first with each other one, in order.</param>
/// <param name="Facts">What was stated at the start, by parameter and attribute.</param>
/// <param name="Others">Newest sessions, to choose another from.</param>
public sealed record ComparedSessions(
    IReadOnlyList<SessionView> Views,
    IReadOnlyList<SessionComparison> Comparisons,
    ComparedFacts Facts,
    IReadOnlyList<SessionState> Others
)
{
    /// <summary>Sessions that are compared at most.</summary>
    public const int Most = 4;

    /// <summary>Checkpoints that are compared of each session.</summary>
    private const int CheckpointLimit = 2_000;

    private const int Choices = 50;

    /// <summary>What the sessions are called in the address and, in capitals, on the page.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["a", "b", "c", "d"];

    /// <summary>What the others are compared with.</summary>
    public SessionView First => Views[0];

    /// <summary>Each with its key.</summary>
    public IEnumerable<(string Key, SessionView View)> Sides => Keys.Zip(Views);

    /// <summary>Whether equity can be drawn on one axis of money; otherwise it is drawn as percent of each one's capital.</summary>
    public bool SameMoney =>
        Views.All(view =>
            view.State.Header?.Currency == First.State.Header?.Currency
            && Math.Abs(view.State.InitialCapital - First.State.InitialCapital) < 0.005
        );

    /// <summary>Whether any of them has to do with money.</summary>
    public bool HasMoney => Views.Any(view => view.State.HasMoney);

    public bool IsLive => Views.Any(view => !view.State.HasEnded);

    /// <summary>Every phase of any of them, with one place for each session; null where it is absent.</summary>
    public IReadOnlyList<(string Name, ComparedPhase?[] Sides)> Phases =>
        [
            .. Rows(
                comparison => comparison.Phases,
                pair => pair.Name,
                pair => pair.Left,
                pair => pair.Right
            ),
        ];

    /// <summary>Every checkpoint of any of them, in order of time elapsed.</summary>
    public IReadOnlyList<(CheckpointPlace Place, ComparedCheckpoint?[] Sides)> Checkpoints =>
        [
            .. Rows(
                    comparison => comparison.Checkpoints,
                    pair => pair.Place,
                    pair => pair.Left,
                    pair => pair.Right
                )
                .OrderBy(row => row.Sides.Min(side => side?.Offset)),
        ];

    /// <summary>What the width of the phases' bars stands for.</summary>
    public TimeSpan Longest =>
        Phases.SelectMany(row => row.Sides.Select(side => side?.EndOffset)).Max() ?? TimeSpan.Zero;

    public static async Task<ComparedSessions> ReadAsync(
        ISessionReader reader,
        IReadOnlyList<SessionView> views,
        CancellationToken cancellationToken
    )
    {
        var newest = await reader.ListAsync(
            new SessionQuery { Limit = Choices },
            cancellationToken
        );
        var checkpoints = new List<SessionEvent[]>();
        var facts = new List<RunFactList>();
        foreach (var view in views)
        {
            checkpoints.Add(await CheckpointsAsync(reader, view.State.Id, cancellationToken));
            facts.Add(
                RunFactList.Of(
                    await RunFactsReads.FindAsync(reader, view.State.Id, cancellationToken)
                )
            );
        }

        return new ComparedSessions(
            views,
            [
                .. views
                    .Skip(1)
                    .Select(
                        (view, i) =>
                            SessionComparison.Of(
                                views[0].State,
                                checkpoints[0],
                                view.State,
                                checkpoints[i + 1],
                                view.Now
                            )
                    ),
            ],
            ComparedFacts.Of(facts),
            newest.Items
        );
    }

    /// <summary>Pairs with the first session, gathered into rows of all.</summary>
    private IEnumerable<(TKey Key, TSide?[] Sides)> Rows<TPair, TKey, TSide>(
        Func<SessionComparison, IReadOnlyList<TPair>> pairs,
        Func<TPair, TKey> key,
        Func<TPair, TSide?> left,
        Func<TPair, TSide?> right
    )
        where TKey : notnull
        where TSide : class
    {
        var rows = new OrderedDictionary<TKey, TSide?[]>();
        for (var i = 0; i < Comparisons.Count; i++)
        {
            foreach (var pair in pairs(Comparisons[i]))
            {
                if (!rows.TryGetValue(key(pair), out var sides))
                {
                    rows[key(pair)] = sides = new TSide?[Views.Count];
                }

                (sides[0], sides[i + 1]) = (left(pair), right(pair));
            }
        }

        return rows.Select(row => (row.Key, row.Value));
    }

    private static async Task<SessionEvent[]> CheckpointsAsync(
        ISessionReader reader,
        string id,
        CancellationToken cancellationToken
    )
    {
        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = id,
                Types = [EventType.Checkpoint],
                OldestFirst = true,
                Limit = CheckpointLimit,
            },
            cancellationToken
        );
        return [.. page.Items.Select(stored => stored.Event)];
    }
}
