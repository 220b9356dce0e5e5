using System.Net;
using Alerts.Alive;
using Alerts.Configuration;
using Alerts.Outbox;
using Alerts.Watch;
using Dashboard.Web.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sessions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Alerts.Tests;

/// <summary>An outside address is pinged as long as all is well, and no longer.</summary>
public sealed class DeadMansSwitchTests : IAsyncLifetime
{
    private readonly string _file = Given.TempFile();
    private readonly FakeTimeProvider _time = new(Given.Noon);
    private readonly AlertOptions _options = new();
    private Receiver _receiver = null!;
    private SqliteSessionWriter _writer = null!;
    private SqliteSessionReader _reader = null!;
    private OutboxFile _outbox = null!;
    private AlertHealth _health = null!;
    private RunnersNow _runners = null!;
    private DeadMansSwitch _switch = null!;

    public async ValueTask InitializeAsync()
    {
        var store = Path.Combine(Path.GetDirectoryName(_file)!, "sessions.db");
        _receiver = await Receiver.StartAsync();
        _writer = SqliteSessionWriter.Open(store);
        _reader = new SqliteSessionReader(store, _time);
        _outbox = new OutboxFile(_file);
        _health = new AlertHealth(_outbox);
        _runners = new RunnersNow(_reader, new CollectorClock(_reader, _time), _time);
        _options.DeadMansSwitch.Url = $"{_receiver.Url}/ping/abc";
        _options.DeadMansSwitch.AllowPrivateAddress = true;
        _switch = NewSwitch();
        _health.Looked(_time.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        _switch.Dispose();
        _outbox.Dispose();
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Fact]
    public async Task All_is_well_is_told_to_the_address()
    {
        await _switch.PingAsync(default);

        Assert.Equal("/ping/abc", Assert.Single(_receiver.Requests).Path);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_ends_the_pings_until_it_can()
    {
        _health.CannotLook("The store is away.");
        await _switch.PingAsync(default);
        Assert.Empty(_receiver.Requests);

        _health.Looked(_time.GetUtcNow());
        await _switch.PingAsync(default);
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task Looks_that_stand_still_end_the_pings()
    {
        _time.Advance(TimeSpan.FromMinutes(2));
        await _switch.PingAsync(default);

        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task A_collector_that_does_not_hear_ends_the_pings()
    {
        await _writer.WriteAsync(
            new WriteBatch
            {
                ArrivedAt = _time.GetUtcNow(),
                Hearing = new HearingPeriod(_time.GetUtcNow().AddHours(-1), _time.GetUtcNow()),
            },
            default
        );
        await _runners.ReadClockAsync(default);
        await _switch.PingAsync(default);
        Assert.Single(_receiver.Requests);

        _time.Advance(TimeSpan.FromMinutes(2));
        _health.Looked(_time.GetUtcNow());
        await _switch.PingAsync(default);
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task Messages_that_do_not_get_out_end_the_pings()
    {
        _outbox.Commit(
            new Findings([], [new Delivery("a", "one", Given.Failed, _time.GetUtcNow(), 0)], [])
        );
        await _switch.PingAsync(default);
        Assert.Single(_receiver.Requests);

        _time.Advance(TimeSpan.FromMinutes(16));
        _health.Looked(_time.GetUtcNow());
        await _switch.PingAsync(default);
        Assert.Single(_receiver.Requests);
        _outbox.Delivered("a", _time.GetUtcNow());
        await _switch.PingAsync(default);
        Assert.Equal(2, _receiver.Requests.Count);
    }

    [Fact]
    public async Task An_address_that_fails_is_pinged_again_the_next_time()
    {
        _receiver.Answers.Enqueue(HttpStatusCode.InternalServerError);
        await _switch.PingAsync(default);
        _options.DeadMansSwitch.AllowPrivateAddress = false;
        using (var refusing = NewSwitch())
        {
            await refusing.PingAsync(default);
        }

        await _switch.PingAsync(default);

        Assert.Equal(2, _receiver.Requests.Count);
    }

    [Theory]
    [InlineData("hc-ping.com/abc", 60, "Url")]
    [InlineData("https://hc-ping.com/abc", 0, "IntervalSeconds")]
    public void A_wrong_setting_is_named(string url, double interval, string key)
    {
        var problem = Assert.Throws<ConfigurationException>(() =>
            DeadMansSwitch.Check(new SwitchOptions { Url = url, IntervalSeconds = interval })
        );

        Assert.Contains($"Alerts:DeadMansSwitch:{key}", problem.Message, StringComparison.Ordinal);
    }

    private DeadMansSwitch NewSwitch() =>
        new(_health, _runners, _outbox, _options, _time, NullLogger<DeadMansSwitch>.Instance);
}
