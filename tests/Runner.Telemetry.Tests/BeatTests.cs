using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Proto.Metrics.V1;
using Otlp.Receiver;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Tests;

/// <summary>What beats say, and when they stop.</summary>
public sealed class BeatTests : ExportedTests
{
    readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    protected override TimeProvider Time => _time;

    [Fact]
    public async Task Beats_go_on_by_the_timer_and_progress_only_by_the_work()
    {
        await using var session = Telemetry.StartSession(Every(TimeSpan.FromSeconds(30)));
        await using var phase = session.StartPhase("work");
        await Receiver.UntilAsync(r => Newest(r, "runner.heartbeat").AsInt == 1);
        phase.Progress(5);
        for (var beat = 2; beat <= 4; beat++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            var expected = beat;
            await Receiver.UntilAsync(r => Newest(r, "runner.heartbeat").AsInt == expected);
            Assert.Equal(5, Newest(Receiver.Received, "runner.progress").AsInt);
        }

        phase.Progress();
        _time.Advance(TimeSpan.FromSeconds(30));
        await Receiver.UntilAsync(r => Newest(r, "runner.progress").AsInt == 6);
        Assert.Equal(30.0, Newest(Receiver.Received, "runner.heartbeat.interval").AsDouble);
    }

    [Fact]
    public async Task Every_collection_has_the_figures_of_its_moment_and_a_number_for_each_beat()
    {
        await using var session = Telemetry.StartSession(
            Every(TimeSpan.FromSeconds(30)) with
            {
                Account = new TradingAccount { InitialCapital = 100m },
            }
        );
        await using var phase = session.StartPhase("work");
        await Receiver.UntilAsync(r => r.Points("runner.equity").Count > 0);
        phase.TradeClosed(7m, 107m);
        await Receiver.UntilAsync(_ => Events("runner.summary").Count == 1);
        await Telemetry.Flush!.NowAsync();
        // An old figure under the time of a later collection would be a fall that never was.
        Assert.Equal(107.0, Newest(Receiver.Received, "runner.equity").AsDouble);
        Assert.Equal(1, Newest(Receiver.Received, "runner.heartbeat").AsInt);

        _time.Advance(TimeSpan.FromSeconds(30));
        await Receiver.UntilAsync(r => Newest(r, "runner.heartbeat").AsInt == 2);
    }

    [Fact]
    public async Task The_points_of_one_collection_are_of_one_beat()
    {
        await using var session = Telemetry.StartSession(
            Every(TimeSpan.FromMilliseconds(1)) with
            {
                Account = new TradingAccount { InitialCapital = 0m },
            }
        );
        await using var phase = session.StartPhase("work");
        var done = false;
        // Equity, profit and trades move together; a collection that mixed two beats would show them apart.
        var trading = Task.Run(() =>
        {
            for (var trades = 1; !Volatile.Read(ref done); trades++)
            {
                phase.TradeClosed(1m, trades);
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
        });
        await Receiver.UntilAsync(r => r.Metrics.Count >= 5);
        Volatile.Write(ref done, true);
        await trading;

        var requests = Receiver.Received.Metrics;
        Assert.All(
            requests,
            request =>
            {
                var one = new Received([], [request], []);
                var equity = one.Points("runner.equity").Select(p => p.AsDouble);
                Assert.Equal(equity, one.Points("runner.trades").Select(p => (double)p.AsInt));
                Assert.Equal(equity, one.Points("runner.pnl").Select(p => p.AsDouble));
            }
        );
    }

    [Fact]
    public async Task A_finished_session_leaves_no_series_behind()
    {
        await Telemetry.RunSessionAsync(Quiet("first"), OnePhaseAsync, Stop);
        var first = Receiver.Received.Points("runner.heartbeat").Count;
        Assert.True(first > 0);

        await using var second = Telemetry.StartSession(Quiet("second"));
        await using var phase = second.StartPhase("work");
        await Receiver.UntilAsync(r => r.Points("runner.heartbeat").Count > first);
        await Telemetry.Flush!.NowAsync();
        Assert.All(
            Receiver.Received.Points("runner.heartbeat").Skip(first),
            p => Assert.Equal(second.Id, p.Attributes.Text("session.id"))
        );
    }

    [Fact]
    public async Task Each_start_has_a_fresh_session_id()
    {
        var options = Quiet();
        await using var first = Telemetry.StartSession(options);
        await using var second = Telemetry.StartSession(options);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(7, Guid.Parse(first.Id).Version);
    }

    [Fact]
    public async Task A_runner_without_capital_has_no_money_and_no_trades()
    {
        await Telemetry.RunSessionAsync(Quiet(), OnePhaseAsync, Stop);
        var names = Receiver
            .Received.Gauges()
            .Select(m => m.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(["runner.heartbeat", "runner.heartbeat.interval"], names);
    }

    static Task OnePhaseAsync(RunnerSession session, CancellationToken cancellation) =>
        session.RunPhaseAsync(
            "work",
            (_, _) => Task.CompletedTask,
            cancellationToken: cancellation
        );

    static RunnerSessionOptions Every(TimeSpan interval) =>
        Quiet() with
        {
            HeartbeatInterval = interval,
        };

    static NumberDataPoint Newest(Received received, string metric) =>
        received.Points(metric).MaxBy(p => p.TimeUnixNano) ?? new NumberDataPoint();
}
