using Alerts.Configuration;
using Alerts.Digests;
using Alerts.Outbox;
using Alerts.Watch;
using Dashboard.Web.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Sessions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Alerts.Tests;

/// <summary>A real store and outbox, an alerter that looks when it is told to, and time that passes when it is told to.</summary>
public abstract class WatchedStore : IAsyncDisposable
{
    private readonly string _file = Given.TempFile();
    private readonly SqliteSessionReader _reader;
    private RunnersNow? _runners;

    protected WatchedStore()
    {
        var store = Path.Combine(Path.GetDirectoryName(_file)!, "sessions.db");
        Writer = SqliteSessionWriter.Open(store);
        _reader = new SqliteSessionReader(store, Time);
        Outbox = new OutboxFile(_file);
    }

    private protected FakeTimeProvider Time { get; } = new(Given.Noon);

    private protected SqliteSessionWriter Writer { get; }

    private protected OutboxFile Outbox { get; private set; }

    private protected AlertOptions Options { get; } =
        new()
        {
            DashboardUrl = "http://localhost:5180",
            Channels =
            {
                ["one"] = Given.To("webhook", "http://x"),
                ["two"] = Given.To("ntfy", "http://x/t"),
            },
        };

    private protected DateTimeOffset Now => Time.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        Outbox.Dispose();
        await _reader.DisposeAsync();
        await Writer.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>As a new process opens it.</summary>
    private protected void RestartAlerter()
    {
        Outbox.Dispose();
        Outbox = new OutboxFile(_file);
    }

    /// <summary>A session that takes a minute, or the end of one that has started.</summary>
    private protected async Task RunAsync(
        string runner,
        string id,
        EventStatus? status,
        string? message = null,
        Schedule? schedule = null,
        double minutes = 1
    )
    {
        await Writer.WriteAsync(
            Given.Batch(runner, id, Now, status, message, schedule, minutes),
            default
        );
        Time.Advance(TimeSpan.FromMinutes(status is null ? 0 : minutes));
    }

    private protected async Task SayAsync(params SessionEvent[] events)
    {
        var batch = new WriteBatch { ArrivedAt = Now };
        batch.Events.AddRange(events);
        await Writer.WriteAsync(batch, default);
    }

    private protected async Task HearAsync(DateTimeOffset since) =>
        await Writer.WriteAsync(
            new WriteBatch { ArrivedAt = Now, Hearing = new HearingPeriod(since, Now) },
            default
        );

    /// <summary>What the alerter does every few seconds.</summary>
    private protected async Task LookAsync()
    {
        var rules = new Rules(Options);
        var runners = _runners ??= new RunnersNow(_reader, new CollectorClock(_reader, Time), Time);
        var composer = new MessageComposer(_reader, runners, Options.DashboardUrl);
        var teller = new Teller(
            runners,
            composer,
            Outbox,
            rules,
            new MatterReader(_reader, rules),
            Time
        );
        var surveyor = new Surveyor(
            runners,
            new SessionJudge(_reader, runners, rules),
            Outbox,
            rules,
            Time
        );
        await new Watcher(runners, surveyor, teller, composer, Outbox, rules, Time).LookAsync(
            default
        );
        new QuietHours(composer, Outbox, rules, Time).Release();
        await new DigestSchedule(
            new DigestComposer(_reader, composer, Outbox, rules),
            Outbox,
            rules,
            Time
        ).SendDueAsync(default);
    }

    /// <summary>What a channel is told that was not taken yet.</summary>
    private protected List<Message> Told(string channel = "one")
    {
        var told = new List<Message>();
        while (Outbox.NextDue(channel, Now) is { } delivery)
        {
            told.Add(delivery.Message);
            Outbox.Delivered(delivery.Id, Now);
        }

        return told;
    }
}
