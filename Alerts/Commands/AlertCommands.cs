using Alerts.Channels;
using Alerts.Configuration;
using Alerts.Incidents;
using Alerts.Outbox;
using Alerts.Watch;
using Sessions;

namespace Alerts.Commands;

/// <summary>
/// What a person can ask for: <c>test &lt;channel&gt;</c>, <c>explain &lt;session&gt;</c>, <c>list</c>. Each answers on
/// the console and ends.
/// </summary>
internal static class AlertCommands
{
    /// <returns>The exit code; null when no command was given.</returns>
    public static async Task<int?> TryRunAsync(
        string[] words,
        IServiceProvider services,
        TextWriter console
    ) =>
        words switch
        {
            [] => null,
            ["test", var channel] => await TestAsync(channel, services, console),
            ["explain", var session] => await ExplainAsync(session, services, console),
            ["list"] => List(services, console),
            _ => Usage(console),
        };

    private static int Usage(TextWriter console)
    {
        console.WriteLine("alerts: give test <channel>, explain <session>, list, or nothing.");
        return 2;
    }

    private static async Task<int> TestAsync(
        string name,
        IServiceProvider services,
        TextWriter console
    )
    {
        var channels = services.GetRequiredService<IReadOnlyList<IChannel>>();
        if (channels.FirstOrDefault(channel => channel.Name == name) is not { } found)
        {
            console.WriteLine(
                channels.Count == 0
                    ? "No channel is configured; see docs/alerts.md."
                    : $"There is no channel '{name}'; there is {string.Join(", ", channels.Select(channel => channel.Name))}."
            );
            return 1;
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        try
        {
            await found.SendAsync(
                new Message
                {
                    IncidentId = id,
                    Event = IncidentEvent.Test,
                    Kind = IncidentKind.Failed,
                    Title = "Test message",
                    Text = "The alerts of your runners arrive here.",
                    Since = now,
                    ResolvedAt = now,
                    Link = services.GetRequiredService<AlertOptions>().DashboardUrl,
                },
                id,
                CancellationToken.None
            );
            console.WriteLine($"{name}: delivered.");
            return 0;
        }
        catch (DeliveryException problem)
        {
            console.WriteLine($"{name}: not delivered. {problem.Message}");
            return 1;
        }
    }

    private static async Task<int> ExplainAsync(
        string id,
        IServiceProvider services,
        TextWriter console
    )
    {
        var reader = services.GetRequiredService<ISessionReader>();
        var runners = services.GetRequiredService<RunnersNow>();
        var rules = services.GetRequiredService<Rules>();
        await runners.ReadClockAsync(CancellationToken.None);
        if (await reader.FindAsync(id, CancellationToken.None) is not { } session)
        {
            console.WriteLine($"There is no session {id}.");
            return 1;
        }

        var verdict = Verdict.Of(session, runners.Context(RunnerHistory.Empty));
        console.WriteLine(
            $"{session.RunnerName} {id}: {WireName.Of(verdict.Kind)}. {verdict.Sentence}"
        );
        var status = await runners.FindAsync(session.RunnerName, CancellationToken.None);
        var conditions = status is null ? [] : Condition.Of(status).ToArray();
        foreach (var condition in conditions)
        {
            console.WriteLine(
                $"{WireName.Of(condition.Kind)}{(condition.SessionId is { } of ? $" of session {of}" : "")}:"
            );
            var held = runners.Now - condition.Since;
            var lines = rules.Explain(condition.Kind, condition.Runner, held).ToArray();
            foreach (var line in lines.Length == 0 ? ["no rule matches; nobody is told"] : lines)
            {
                console.WriteLine($"  {line}");
            }
        }

        if (conditions.All(condition => condition.SessionId != id))
        {
            console.WriteLine(
                conditions.Length == 0
                    ? "Its runner is well: nobody is told."
                    : "This session is not the reason; a later one, or a missed start, is."
            );
        }

        return 0;
    }

    private static int List(IServiceProvider services, TextWriter console)
    {
        var outbox = services.GetRequiredService<OutboxFile>();
        foreach (var incident in outbox.Newest(50))
        {
            var state = incident.ResolvedAt is { } end ? $"until {end.UtcDateTime:u}" : "open";
            console.WriteLine(
                $"{incident.Since.UtcDateTime:u} {state} {incident.Runner ?? "telemetry"} {WireName.Of(incident.Kind)}: {incident.Sentence}"
            );
        }

        foreach (var (channel, waiting, dead) in outbox.Counts())
        {
            console.WriteLine($"{channel}: {waiting} waiting, {dead} given up");
        }

        return 0;
    }
}
