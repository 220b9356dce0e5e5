using System.Text.Json.Nodes;
using Alerts.Channels;
using Alerts.Deliver;
using Alerts.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sessions;

namespace Alerts.Tests;

/// <summary>What a real Alertmanager makes of the alerts that it is sent.</summary>
public sealed class AlertmanagerTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private Receiver _receiver = null!;
    private RealAlertmanager _manager = null!;
    private IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(RealAlertmanager.Missing is not null, RealAlertmanager.Missing ?? "");
        _receiver = await Receiver.StartAsync();
        _manager = await RealAlertmanager.StartAsync(_receiver.Url);
        _channel = Given.Channel(Given.To("alertmanager", _manager.Url));
    }

    public async ValueTask DisposeAsync()
    {
        if (_manager is not null)
        {
            await _manager.DisposeAsync();
            await _receiver.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_incident_is_one_alert_until_it_is_over_however_often_it_is_sent()
    {
        var opened = Opened("a");
        await _channel.SendAsync(opened, "1", default);
        await _channel.SendAsync(opened, "1", default);
        await _channel.SendAsync(
            opened with
            {
                Event = IncidentEvent.Escalated,
                Kind = IncidentKind.Lost,
                Title = "nightly-backup is lost now",
            },
            "2",
            default
        );
        await UntilAsync(() => Notified("firing").Any());
        var alert = Assert.Single(await _manager.AlertsAsync())!;
        Assert.Equal("nightly-backup", (string?)alert["labels"]!["runner"]);
        Assert.Equal("nightly-backup is lost now", (string?)alert["annotations"]!["summary"]);
        Assert.Equal(opened.Link, (string?)alert["generatorURL"]);

        await _channel.SendAsync(Resolved(opened), "3", default);
        await UntilAsync(() => Notified("resolved").Any());

        Assert.Single(Notified("firing"));
        Assert.Single(Notified("resolved"));
        Assert.Empty(await _manager.AlertsAsync());
    }

    [Theory]
    [InlineData(IncidentEvent.Test)]
    [InlineData(IncidentEvent.Passed)]
    [InlineData(IncidentEvent.Summary)]
    public async Task What_is_over_already_is_told_and_ends_by_itself(IncidentEvent what)
    {
        await _channel.SendAsync(Resolved(Opened("a")) with { Event = what }, "1", default);

        await UntilAsync(() => Notified("firing").Any());
        var alert = Assert.Single(await _manager.AlertsAsync())!;
        Assert.InRange(
            alert["endsAt"]!.GetValue<DateTimeOffset>(),
            DateTimeOffset.UtcNow,
            DateTimeOffset.UtcNow.AddMinutes(10)
        );
    }

    [Fact]
    public async Task One_that_was_killed_is_told_again_what_is_open()
    {
        var file = Given.TempFile();
        using var outbox = new OutboxFile(file);
        var open = Opened("open");
        var over = Opened("over");
        foreach (var message in (Message[])[open, over, Resolved(over)])
        {
            var id = $"{message.IncidentId}-{message.Event}";
            outbox.Commit(
                new Findings(
                    [Incident(message)],
                    [new Delivery(id, "one", message, DateTimeOffset.UtcNow, 0)],
                    []
                )
            );
        }

        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new AlertMetrics(
            services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            outbox
        );
        using var deliverer = new Deliverer(
            outbox,
            [],
            metrics,
            TimeProvider.System,
            NullLogger<Deliverer>.Instance
        );
        while (await deliverer.TryNextAsync(_channel, default)) { }

        await _manager.KillAndRestartAsync();
        _channel = Given.Channel(Given.To("alertmanager", _manager.Url));
        Assert.Empty(await _manager.AlertsAsync());
        await deliverer.RepeatAsync(_channel, default);

        var alert = Assert.Single(await _manager.AlertsAsync())!;
        Assert.Equal(open.IncidentId, (string?)alert["labels"]!["incident"]);
        outbox.Dispose();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static Message Opened(string incident) =>
        Given.Failed with
        {
            IncidentId = incident,
            Since = DateTimeOffset.UtcNow.AddMinutes(-1),
        };

    private static Message Resolved(Message opened) =>
        opened with
        {
            Event = IncidentEvent.Resolved,
            ResolvedAt = DateTimeOffset.UtcNow,
        };

    private static Incident Incident(Message message) =>
        new(
            message.IncidentId,
            message.IncidentId,
            message.Kind,
            message.Runner,
            message.SessionId,
            message.Since,
            message.Since,
            message.ResolvedAt,
            message.Text
        );

    /// <summary>What the Alertmanager has told its own receiver.</summary>
    private IEnumerable<JsonNode> Notified(string status) =>
        _receiver
            .Requests.Select(sent => JsonNode.Parse(sent.Body)!)
            .Where(notification => (string?)notification["status"] == status);

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await holds())
        {
            await Task.Delay(50, deadline.Token);
        }
    }
}
