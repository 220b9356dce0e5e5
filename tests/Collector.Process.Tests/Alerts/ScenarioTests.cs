using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ProcessTests.Running;
using Sessions;
using Sessions.Sqlite.Incidents;

namespace ProcessTests.Alerts;

/// <summary>
/// Everything that can happen to a runner, from the runner's own process through collector, store and alerter to the
/// receiver of each channel, in shortened time.
/// </summary>
public sealed class ScenarioTests : IAsyncLifetime
{
    /// <summary>What each runner is told of; the others are told of nothing.</summary>
    private static readonly string[] Expected =
    [
        "fail failed",
        "fail recovered",
        "error stopped by an error",
        "error recovered",
        "timeout stopped at its time limit",
        "timeout recovered",
        "hang hangs",
        "hang recovered",
        "crash is lost",
        "crash recovered",
        "silent is lost",
        "silent recovered",
        "unstarted is overdue",
        "unstarted recovered",
        // Failed, stopped by an error and by a limit in turn is one incident, until a session succeeds.
        "mixed failed",
        "mixed recovered",
        "mixed is lost",
        "mixed recovered",
        "mixed is lost",
        "mixed recovered",
    ];

    private readonly TempFolder _folder = new();
    private readonly SemaphoreSlim _processes = new(3);
    private CollectorProcess _collector = null!;
    private SevenChannels _channels = null!;
    private AlerterProcess _alerter = null!;

    public async ValueTask InitializeAsync()
    {
        _collector = await CollectorProcess.StartAsync(_folder.Store);
        _channels = await SevenChannels.StartAsync();
        _alerter = await AlerterProcess.StartAsync(_folder.Store, _channels.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _alerter.DisposeAsync();
        await _channels.DisposeAsync();
        await _collector.DisposeAsync();
        _processes.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_scenario_raises_its_incidents_once_over_every_channel_and_they_are_resolved_once()
    {
        await StateScheduledAsync("first", intervalSeconds: 3);
        await Task.WhenAll(
            RunAsync("hang", "hang", 1, "--Runner:HangFor=00:00:30"),
            RunAsync("mixed", "mixed", 8, "--Runner:HangFor=00:00:02"),
            RunAsync("success", "success"),
            RunAsync("fail", "fail"),
            RunAsync("error", "error"),
            RunAsync("timeout", "timeout"),
            RunAsync("crash", "crash"),
            RunAsync("retry", "retry"),
            RunAsync("silent", "silent"),
            RunAsync("soak", "soak", 3)
        );
        await UntilAsync(title => !title.EndsWith("recovered", StringComparison.Ordinal));
        await StateScheduledAsync("second", intervalSeconds: 3600);
        await Task.WhenAll(
            ((string[])["fail", "error", "timeout", "crash", "silent", "mixed"]).Select(name =>
                RunAsync(name, "success")
            )
        );
        await UntilAsync(_ => true);

        var incidents = new SqliteIncidentReader(
            Path.Combine(Path.GetDirectoryName(_folder.Store)!, "alerts.db")
        );
        await Eventually.HoldsAsync(
            "no message waits",
            () => Task.FromResult(incidents.Channels().All(channel => channel.Waiting == 0))
        );
        Assert.Equal(
            Expected.Length / 2,
            incidents.List(new IncidentQuery { IsOpen = false, Limit = 500 }).Items.Count
        );
        Assert.Empty(incidents.List(new IncidentQuery { IsOpen = true }).Items);
        Assert.All(
            _channels.Names,
            channel => Assert.Equal(Expected.Order(), _channels.Told(channel).Order())
        );
        if (!_channels.Names.Contains("alertmanager"))
        {
            TestContext.Current.AddWarning("Without an Alertmanager: it is not installed.");
        }
    }

    /// <summary>Until every channel was told whatever it is to be told of this kind.</summary>
    private Task UntilAsync(Func<string, bool> kind) =>
        Eventually.HoldsAsync(
            "every channel was told what was expected",
            () =>
                Task.FromResult(
                    _channels.Names.All(channel =>
                        Expected
                            .Where(kind)
                            .CountBy(title => title)
                            .All(title =>
                                _channels.Told(channel).Count(told => told == title.Key)
                                >= title.Value
                            )
                    )
                ),
            () => string.Join('\n', _channels.Names.Select(Missing))
        );

    private string Missing(string channel) =>
        $"{channel}: {string.Join(", ", Expected.Except(_channels.Told(channel)))} missing; told {string.Join(", ", _channels.Told(channel))}";

    private async Task RunAsync(
        string name,
        string scenario,
        int sessions = 1,
        params string[] settings
    )
    {
        await _processes.WaitAsync();
        try
        {
            await RunnerProcess.RunAsync(
                _collector.Grpc,
                Path.Combine(_folder.Path, $"spool-{name}"),
                name,
                scenario,
                sessions,
                settings
            );
        }
        finally
        {
            _processes.Release();
        }
    }

    /// <summary>A session that says when the next one is due, and ends.</summary>
    private async Task StateScheduledAsync(string session, double intervalSeconds)
    {
        using var client = new HttpClient { BaseAddress = _collector.HttpUrl };
        var records = new JsonArray(
            Record(
                "runner.session.start",
                ("runner.name", "unstarted"),
                ("runner.interval", intervalSeconds),
                ("runner.schedule.grace", 1)
            ),
            Record("runner.session.end", ("runner.session.status", "success"))
        );
        using var answer = await client.PostAsJsonAsync(
            "/v1/logs",
            new JsonObject
            {
                ["resourceLogs"] = new JsonArray(
                    new JsonObject
                    {
                        ["scopeLogs"] = new JsonArray(new JsonObject { ["logRecords"] = records }),
                    }
                ),
            }
        );
        answer.EnsureSuccessStatusCode();

        JsonObject Record(string name, params (string Key, object Value)[] attributes) =>
            new()
            {
                ["timeUnixNano"] = ((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100).ToString(
                    CultureInfo.InvariantCulture
                ),
                ["eventName"] = name,
                ["attributes"] = new JsonArray([
                    .. attributes
                        .Prepend(("session.id", $"unstarted-{session}"))
                        .Select(attribute => new JsonObject
                        {
                            ["key"] = attribute.Item1,
                            ["value"] = attribute.Item2 is string text
                                ? new JsonObject { ["stringValue"] = text }
                                : new JsonObject
                                {
                                    ["doubleValue"] = Convert.ToDouble(
                                        attribute.Item2,
                                        CultureInfo.InvariantCulture
                                    ),
                                },
                        }),
                ]),
            };
    }
}
