using System.ComponentModel;
using Dashboard.Web.Compare;
using Dashboard.Web.Views;
using ModelContextProtocol.Server;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>Two sessions side by side.</summary>
internal sealed class CompareTool(
    ISessionReader reader,
    SessionViews views,
    Named named,
    Links links
)
{
    private const int Most = 30;

    [McpServerTool(
        Name = "compare_sessions",
        Title = "Compare two sessions",
        UseStructuredContent = true
    )]
    [Description(
        "Compares two sessions: verdicts and durations, where they first part, phases, the checkpoints that went differently, and the parameters, version and host that changed."
    )]
    public async Task<ComparisonAnswer> CompareAsync(
        [Description("The earlier session: its id, its beginning, or the address of its page")]
            string a,
        [Description("The session to compare with it, in the same way")] string b,
        CancellationToken cancellationToken
    )
    {
        SessionView[] both =
        [
            await views.OfAsync(await named.SessionAsync(a, cancellationToken), cancellationToken),
            await views.OfAsync(await named.SessionAsync(b, cancellationToken), cancellationToken),
        ];
        var compared = await ComparedSessions.ReadAsync(reader, both, cancellationToken);
        var differing = compared
            .Comparisons[0]
            .Checkpoints.Where(pair => pair.Left?.Status != pair.Right?.Status)
            .ToArray();
        return new ComparisonAnswer
        {
            A = SessionItem.Of(both[0].State, both[0].Verdict, both[0].Now, links),
            B = SessionItem.Of(both[1].State, both[1].Verdict, both[1].Now, links),
            FirstDifference = compared.Comparisons[0].FirstDifference is { } first
                ? new DifferenceItem(
                    Sent.Of(first.What),
                    Answer.Seconds(first.At),
                    first.Left,
                    first.Right
                )
                : null,
            Phases =
            [
                .. compared
                    .Phases.Take(Most)
                    .Select(row => new ComparedPhaseItem(
                        Sent.Of(row.Name, 100),
                        Status(row.Sides[0]?.Status),
                        Status(row.Sides[1]?.Status),
                        Answer.Seconds(row.Sides[0]?.Elapsed),
                        Answer.Seconds(row.Sides[1]?.Elapsed)
                    )),
            ],
            CheckpointsThatDiffer =
            [
                .. differing
                    .Take(Most)
                    .Select(pair => new ComparedCheckpointItem(
                        Sent.Of(pair.Place.Name, 100),
                        Sent.Of(pair.Place.Phase, 100),
                        Status(pair.Left?.Status),
                        Status(pair.Right?.Status),
                        Sent.Of(pair.Left?.Message, 200),
                        Sent.Of(pair.Right?.Message, 200)
                    )),
            ],
            Changed =
            [
                .. compared
                    .Facts.Changed.Take(Most)
                    .Select(fact => new ChangeItem(
                        Sent.Of(fact.Name, 100),
                        Sent.Of(fact.Values[0], 200),
                        Sent.Of(fact.Values[1], 200)
                    )),
            ],
            LeftOut =
                Math.Max(0, compared.Phases.Count - Most)
                + Math.Max(0, differing.Length - Most)
                + Math.Max(0, compared.Facts.Changed.Count - Most),
            Link = links.Compare(both[0].State.Id, both[1].State.Id),
        };
    }

    private static string Status<T>(T? status)
        where T : struct, Enum => status is { } known ? WireName.Of(known) : "absent";
}

/// <summary>Two sessions side by side. Durations are seconds.</summary>
internal sealed record ComparisonAnswer : Answer
{
    public required SessionItem A { get; init; }

    public required SessionItem B { get; init; }

    /// <summary>Where they first differ; absent while they agree.</summary>
    public DifferenceItem? FirstDifference { get; init; }

    public required IReadOnlyList<ComparedPhaseItem> Phases { get; init; }

    public required IReadOnlyList<ComparedCheckpointItem> CheckpointsThatDiffer { get; init; }

    /// <summary>Parameters and surroundings that are not the same.</summary>
    public required IReadOnlyList<ChangeItem> Changed { get; init; }

    /// <summary>How many phases, checkpoints and changes are only on the page.</summary>
    public required int LeftOut { get; init; }

    public required string Link { get; init; }
}

/// <summary>Where two sessions first differ. <c>AtSecs</c> is in seconds after the start.</summary>
internal sealed record DifferenceItem(Sent? What, double? AtSecs, string A, string B);

/// <summary>One phase in both.</summary>
internal sealed record ComparedPhaseItem(
    Sent? Phase,
    string A,
    string B,
    double? ASecs,
    double? BSecs
);

/// <summary>One checkpoint in both.</summary>
internal sealed record ComparedCheckpointItem(
    Sent? Checkpoint,
    Sent? Phase,
    string A,
    string B,
    Sent? AMessage,
    Sent? BMessage
);
