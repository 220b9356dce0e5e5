using System.Net;
using Alerts.Commands;
using Microsoft.AspNetCore.Builder;
using Sessions;
using Sessions.Sqlite.Write;

namespace Alerts.Tests;

/// <summary>What a person can ask for, and how the service starts.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private readonly string _folder = Path.GetDirectoryName(Given.TempFile())!;
    private Receiver _receiver = null!;

    private string Store => Path.Combine(_folder, "sessions.db");

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Test_sends_a_message_over_the_channel()
    {
        await using var app = Build(Webhook());

        Assert.Equal((0, "hook: delivered."), await RunAsync(app, "test", "hook"));
        Assert.Contains("Test message", _receiver.Requests.Single().Body, StringComparison.Ordinal);
        _receiver.Answers.Enqueue(HttpStatusCode.Forbidden);
        var (code, line) = await RunAsync(app, "test", "hook");
        Assert.Equal((1, "hook: not delivered. The receiver answers 403 Forbidden."), (code, line));
        Assert.Equal(1, (await RunAsync(app, "test", "nobody")).Code);
    }

    [Fact]
    public async Task Explain_names_the_rule_that_a_session_fires()
    {
        await using (var writer = SqliteSessionWriter.Open(Store))
        {
            var now = DateTimeOffset.UtcNow.AddMinutes(-5);
            await writer.WriteAsync(
                Given.Batch("backup", "bad", now, EventStatus.Failed, "disk full"),
                default
            );
            await writer.WriteAsync(
                Given.Batch("mailer", "good", now, EventStatus.Success),
                default
            );
        }

        await using var app = Build([.. Webhook(), "--Alerts:Rules:0:Runner=back*"]);
        var (_, bad) = await RunAsync(app, "explain", "bad");
        var (_, good) = await RunAsync(app, "explain", "good");

        Assert.Contains("disk full", bad, StringComparison.Ordinal);
        Assert.Contains("rule 1 (runner back*): hook", bad, StringComparison.Ordinal);
        Assert.EndsWith("nobody is told.", good, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(app, "explain", "unknown")).Code);
    }

    [Fact]
    public async Task Without_a_channel_nothing_is_watched()
    {
        await using var app = Build();

        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"{app.Urls.First()}/health");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(File.Exists(Path.Combine(_folder, "alerts.db")));
    }

    [Theory]
    [InlineData("--Alerts:Chanels:x:Type=slack", "Alerts:Chanels")]
    [InlineData("--Alerts:Channels:hook:Ulr=x", "Alerts:Channels:hook:Ulr")]
    [InlineData("--Alerts:Rules:0:Channels:0=nobody", "nobody")]
    [InlineData("--Alerts:Rules:0:Kinds:0=sad", "sad")]
    public void A_setting_that_cannot_be_meant_ends_the_start(string setting, string named)
    {
        var problem = Assert.ThrowsAny<Exception>(() => Build([.. Webhook(), setting]));

        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_in_the_store_arrives_at_the_receiver()
    {
        await using var writer = SqliteSessionWriter.Open(Store);
        await using var app = Build([.. Webhook(), "--Alerts:IntervalSeconds=0.1"]);
        await app.StartAsync(TestContext.Current.CancellationToken);

        await writer.WriteAsync(
            Given.Batch(
                "backup",
                "bad",
                DateTimeOffset.UtcNow.AddMinutes(-2),
                EventStatus.Failed,
                "disk full"
            ),
            default
        );
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_receiver.Requests.IsEmpty)
        {
            await Task.Delay(50, deadline.Token);
        }

        Assert.Contains(
            "backup failed",
            _receiver.Requests.Single().Body,
            StringComparison.Ordinal
        );
    }

    private string[] Webhook() =>
        [
            "--Alerts:Channels:hook:Type=webhook",
            $"--Alerts:Channels:hook:Url={_receiver.Url}",
            "--Alerts:Channels:hook:AllowPrivateAddress=true",
        ];

    private WebApplication Build(params string[] settings) =>
        AlertSite.Build([
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:sessions=Data Source={Store}",
            .. settings,
        ]);

    private static async Task<(int? Code, string Text)> RunAsync(
        WebApplication app,
        params string[] words
    )
    {
        await using var console = new StringWriter();
        var code = await AlertCommands.TryRunAsync(words, app.Services, console);
        return (code, console.ToString().Trim());
    }
}
