using System.Net;
using Alerts.Commands;
using Alerts.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Explain_says_when_channels_are_told_and_what_they_were_told()
    {
        await using var writer = SqliteSessionWriter.Open(Store);
        await writer.WriteAsync(
            Given.Batch(
                "backup",
                "bad",
                DateTimeOffset.UtcNow.AddMinutes(-5),
                EventStatus.Failed,
                "disk full"
            ),
            default
        );
        await using var app = Build([
            .. Webhook(),
            "--Alerts:Channels:hook:QuietHours=00:00-23:59",
            "--Alerts:Channels:hook:TimeZone=Etc/GMT+1",
            "--Alerts:Channels:hook:Digest=0 7 * * *",
            "--Alerts:Rules:0:Kinds:0=failed",
            "--Alerts:Rules:1:Figure=duration",
            "--Alerts:Rules:1:Above=30",
            "--Alerts:Rules:2:Kinds:0=failed",
            "--Alerts:Rules:2:AfterSeconds=3600",
            "--Alerts:IntervalSeconds=0.1",
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var outbox = app.Services.GetRequiredService<OutboxFile>();
        while (outbox.Open().Count < 2)
        {
            await Task.Delay(50, deadline.Token);
        }

        var (_, text) = await RunAsync(app, "explain", "bad");

        Assert.Contains("hook: quiet 00:00-23:59", text, StringComparison.Ordinal);
        Assert.Contains("report at 0 7 * * *; times in Etc/GMT+1", text, StringComparison.Ordinal);
        Assert.Contains("failed of session bad:", text, StringComparison.Ordinal);
        Assert.Contains("rule 1 (runner *): hook", text, StringComparison.Ordinal);
        Assert.Contains("once it has been so for 1h 0m", text, StringComparison.Ordinal);
        Assert.Contains("rule 2 (runner *, duration above 30)", text, StringComparison.Ordinal);
        Assert.Contains("told hook", text, StringComparison.Ordinal);
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
    [InlineData("--Alerts:Rules:0:Above=much", "Alerts:Rules:0:Above")]
    [InlineData("--Alerts:Rules:0:Kinds=failed", "Alerts:Rules:0:Kinds:0")]
    [InlineData("--Alerts:Rules:Runner=backup", "Alerts:Rules:0:Runner")]
    [InlineData("--Alerts:Channels:hook:Tls=no", "Alerts:Channels:hook:Tls")]
    [InlineData("--Alerts:Channels:slack=http://x", "Alerts:Channels:slack:Type")]
    [InlineData("--Alerts:DeadMansSwitch:Adress=x", "Alerts:DeadMansSwitch:Adress")]
    [InlineData("--Alerts:DeadMansSwitch:Url=x", "Alerts:DeadMansSwitch:Url")]
    [InlineData("--Alerts:IntervalSeconds=0", "Alerts:IntervalSeconds")]
    [InlineData("--Alerts:Channels:hook:Digest=daily", "Alerts:Channels:hook:Digest")]
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
