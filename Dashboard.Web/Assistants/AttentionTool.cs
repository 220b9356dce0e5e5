using System.ComponentModel;
using Dashboard.Web.Runners;
using Dashboard.Web.Telemetry;
using ModelContextProtocol.Server;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>What somebody should look at, over all runners.</summary>
internal sealed class AttentionTool(RunnerReading runners, CollectorWatch collector, Links links)
{
    private const int Most = 50;

    /// <summary>Sessions that are named of one runner.</summary>
    private const int SessionsNamed = 3;

    [McpServerTool(
        Name = "what_needs_attention",
        Title = "What needs attention",
        UseStructuredContent = true
    )]
    [Description(
        "Says what needs attention now: runners that are overdue or failing, and sessions that are late, lost or hung, or ended badly without a later success. Start here. An empty list means that all is well."
    )]
    public async Task<AttentionAnswer> AskAsync(
        CancellationToken cancellationToken,
        [Description("Runners in the answer, 1 to 50, 20 by default")] int? limit = null,
        [Description("Runners to skip: the 'next' of the answer before")] int? skip = null
    )
    {
        var (count, found) = (0, new List<RunnerStatus>());
        for (string? cursor = null; ; )
        {
            var page = await runners.ListAsync(
                new RunnerQuery { Limit = 500, Cursor = cursor },
                [],
                cancellationToken
            );
            count += page.Items.Count;
            found.AddRange(page.Items.Where(status => !status.IsHealthy || Unwell(status).Any()));
            if ((cursor = page.Next) is null)
            {
                break;
            }
        }

        var (taken, from) = (Arguments.Limit(limit, 20, Most), Math.Max(skip ?? 0, 0));
        return new AttentionAnswer
        {
            Collector = Collector(),
            Runners = count,
            NeedAttention = found.Count,
            Items =
            [
                .. found
                    .OrderBy(RunnerLook.Rank)
                    .ThenBy(status => status.Name, StringComparer.Ordinal)
                    .Skip(from)
                    .Take(taken)
                    .Select(Item),
            ],
            Next = from + taken < found.Count ? from + taken : null,
        };
    }

    private string? Collector() =>
        collector.Health switch
        {
            { Reachable: false } =>
                "The collector does not answer: nothing new arrives, and silence of a runner says nothing.",
            { Writing: false } => "The collector cannot write to its store.",
            _ => null,
        };

    private AttentionItem Item(RunnerStatus status) =>
        new(
            Sent.Name(status.Name),
            WireName.Of(status.State),
            Sent.Of(status.Sentence),
            Answer.Time(status.Since),
            [
                .. Unwell(status)
                    .Take(SessionsNamed)
                    .Select(outcome => new UnwellSession(
                        Sent.Name(outcome.Session.Id),
                        WireName.Of(outcome.Kind),
                        links.Session(outcome.Session.Id)
                    )),
            ],
            links.Runner(status.Name)
        );

    /// <summary>Its sessions since the last success that are not well or ended badly.</summary>
    private static IEnumerable<RunnerOutcome> Unwell(RunnerStatus status) =>
        status
            .Outcomes.TakeWhile(outcome => !outcome.IsGood)
            .Where(outcome =>
                outcome.IsBad
                || outcome.Kind is VerdictKind.Late or VerdictKind.Hung or VerdictKind.TelemetryDown
            );
}

/// <summary>What needs attention.</summary>
internal sealed record AttentionAnswer : Answer
{
    /// <summary>What is the matter with the collector; absent while it receives and stores.</summary>
    public string? Collector { get; init; }

    /// <summary>How many runners there are.</summary>
    public required int Runners { get; init; }

    /// <summary>How many of them need attention.</summary>
    public required int NeedAttention { get; init; }

    /// <summary>The worst first.</summary>
    public required IReadOnlyList<AttentionItem> Items { get; init; }

    /// <summary>Hand it back as <c>skip</c>; absent when nothing follows.</summary>
    public int? Next { get; init; }
}

/// <summary>A runner that needs attention.</summary>
internal sealed record AttentionItem(
    Sent Runner,
    string State,
    Sent? Sentence,
    string? Since,
    IReadOnlyList<UnwellSession> Sessions,
    string Link
);

/// <summary>A session that is not well or ended badly.</summary>
internal sealed record UnwellSession(Sent Session, string Verdict, string Link);
