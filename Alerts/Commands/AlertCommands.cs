using Alerts.Channels;
using Alerts.Configuration;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Commands;

/// <summary>
/// What a person can ask for: <c>test &lt;channel&gt;</c>, <c>explain &lt;session&gt;</c>, <c>list</c>, <c>keys</c>. Each answers on
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
            ["explain", var session] => await ExplainCommand.RunAsync(session, services, console),
            ["list"] => List(services, console),
            ["keys"] => Keys(console),
            _ => Usage(console),
        };

    private static int Usage(TextWriter console)
    {
        console.WriteLine(
            "alerts: give test <channel>, explain <session>, list, keys, or nothing."
        );
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

    private static int Keys(TextWriter console)
    {
        var (publicKey, privateKey) = PushKeys.New();
        console.WriteLine($"PublicKey={publicKey}");
        console.WriteLine($"PrivateKey={privateKey}");
        return 0;
    }

    private static int List(IServiceProvider services, TextWriter console)
    {
        var outbox = services.GetRequiredService<OutboxFile>();
        foreach (var incident in outbox.Newest(50))
        {
            var state =
                (incident.ResolvedAt is { } end ? $"until {end.UtcDateTime:u}" : "open")
                + ExplainCommand.Silence(incident);
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
