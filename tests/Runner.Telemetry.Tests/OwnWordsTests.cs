using Microsoft.Extensions.Logging;
using OpenTelemetry.Proto.Logs.V1;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Tests;

/// <summary>What a runner says in words of its own: attributes, parameters, figures, log lines, trades, its schedule.</summary>
public sealed class OwnWordsTests : ExportedTests
{
    [Fact]
    public async Task Parameters_schedule_and_attributes_are_on_the_start_and_later_ones_on_the_end()
    {
        var options = Quiet() with
        {
            Schedule = new RunnerSchedule
            {
                Cron = "0 3 * * *",
                TimeZone = "Europe/Berlin",
                Grace = TimeSpan.FromMinutes(10),
            },
            Parameters = new Dictionary<string, object> { ["bucket"] = "nightly", ["threads"] = 4 },
            Attributes = new Dictionary<string, object> { ["team"] = "storage" },
        };
        await Telemetry.RunSessionAsync(
            options,
            (session, _) =>
            {
                session.SetParameter("seed", 17L);
                session.SetAttribute("bytes", 1.5m);
                return Task.CompletedTask;
            },
            Stop
        );
        var span = await EndedSessionAsync();

        Dictionary<string, object?> atStart = new()
        {
            ["runner.schedule"] = "0 3 * * *",
            ["runner.schedule.timezone"] = "Europe/Berlin",
            ["runner.schedule.grace"] = 600.0,
            ["runner.param.bucket"] = "nightly",
            ["runner.param.threads"] = 4L,
            ["team"] = "storage",
        };
        Dictionary<string, object?> later = new() { ["runner.param.seed"] = 17L, ["bytes"] = 1.5 };
        var start = Assert.Single(Events("runner.session.start")).Attributes.Values();
        var end = Assert.Single(Events("runner.session.end")).Attributes.Values();
        Assert.Subset(start.ToHashSet(), atStart.ToHashSet());
        Assert.Subset(span.ToHashSet(), atStart.Concat(later).ToHashSet());
        Assert.Subset(
            end.ToHashSet(),
            atStart
                .Concat(later)
                .Where(a => !a.Key.StartsWith("runner.param.", StringComparison.Ordinal))
                .ToHashSet()
        );
        Assert.DoesNotContain(
            end.Keys,
            key => key.StartsWith("runner.param.", StringComparison.Ordinal)
        );
        // What was not stated is not there.
        Assert.DoesNotContain("runner.dry_run", start);
        Assert.DoesNotContain("runner.initial_capital", start);
        Assert.DoesNotContain("runner.currency", start);
        Assert.DoesNotContain("runner.interval", start);
    }

    [Fact]
    public async Task Attributes_of_phase_and_checkpoint_are_on_span_and_event()
    {
        await WorkAsync(
            phase =>
            {
                phase.SetAttribute("table", "orders");
                phase.Checkpoint(
                    "rows",
                    CheckpointStatus.Pass,
                    attributes: new Dictionary<string, object> { ["rows"] = 12 }
                );
            },
            new()
            {
                Name = "copy",
                Attributes = new Dictionary<string, object> { ["shard"] = 3 },
            }
        );
        var span = Receiver.Received.Spans().Single(s => s.Name == "copy");
        Assert.Equal(
            (3L, "orders"),
            (span.Attributes.Values()["shard"], span.Attributes.Values()["table"])
        );
        Assert.Equal(3L, Assert.Single(Events("runner.phase.start")).Attributes.Values()["shard"]);
        var end = Assert.Single(Events("runner.phase.end")).Attributes.Values();
        Assert.Equal((3L, "orders"), (end["shard"], end["table"]));
        Assert.Equal(12L, Assert.Single(span.Events).Attributes.Values()["rows"]);
        Assert.Equal(12L, Assert.Single(Events("runner.checkpoint")).Attributes.Values()["rows"]);
    }

    [Fact]
    public async Task A_log_line_has_severity_text_exception_and_its_phase_and_no_event_name()
    {
        await WorkAsync(phase =>
        {
            phase.Log(
                LogLevel.Warning,
                "slow disk",
                new IOException("12 s"),
                new Dictionary<string, object> { ["disk"] = "sda" }
            );
            phase.Log(LogLevel.Debug, "detail");
        });
        var lines = Receiver.Received.Events().Where(e => e.EventName == "").ToList();
        Assert.Equal(["slow disk", "detail"], lines.Select(l => l.Body.StringValue));
        Assert.Equal(
            [SeverityNumber.Warn, SeverityNumber.Debug],
            lines.Select(l => l.SeverityNumber)
        );
        var line = lines[0].Attributes.Values();
        Assert.Equal("work", line["runner.phase.name"]);
        Assert.Equal("sda", line["disk"]);
        Assert.Equal("12 s", line["exception.message"]);
        Assert.Equal("IOException", line["exception.type"]);
        Assert.False(lines[0].SpanId.IsEmpty);
    }

    [Fact]
    public async Task A_figure_is_a_gauge_of_the_session_with_unit_and_description()
    {
        var id = "";
        await WorkAsync(phase =>
        {
            id = phase.Session.Id;
            phase.Figure("backup.bytes", 10, "By", "Copied so far");
            phase.Figure("backup.bytes", 30, "By", "Copied so far");
            phase.Session.Figure("rate", 1.5);
        });
        var bytes = Receiver.Received.Gauges().Last(m => m.Name == "backup.bytes");
        Assert.Equal(("By", "Copied so far"), (bytes.Unit, bytes.Description));
        var point = Receiver.Received.Points("backup.bytes")[^1];
        Assert.Equal(30, point.AsDouble);
        Assert.Equal(
            new Dictionary<string, object?> { ["session.id"] = id },
            point.Attributes.Values()
        );
        Assert.Equal(1.5, Receiver.Received.Points("rate")[^1].AsDouble);
    }

    [Fact]
    public async Task A_trade_is_told_in_full_before_the_figures_that_follow_from_it()
    {
        var options = Quiet() with
        {
            DryRun = true,
            Account = new TradingAccount { InitialCapital = 100m, Currency = "BTC" },
        };
        var opened = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(1));
        await WorkAsync(
            phase =>
                phase.TradeClosed(
                    new Trade
                    {
                        Id = "t1",
                        Symbol = "ETHBTC",
                        Side = TradeSide.Short,
                        Quantity = 2.5m,
                        EntryPrice = 0.05m,
                        ExitPrice = 0.04m,
                        EntryTime = opened,
                        ExitTime = opened.AddHours(2),
                        Pnl = 0.0154321m,
                        Fees = 0.0001m,
                    },
                    100.0154321m
                ),
            session: options
        );
        var trade = Assert.Single(Events("runner.trade")).Attributes.Values();
        Assert.Equal("t1", trade["runner.trade.id"]);
        Assert.Equal("ETHBTC", trade["runner.trade.symbol"]);
        Assert.Equal("short", trade["runner.trade.side"]);
        Assert.Equal(2.5, trade["runner.trade.quantity"]);
        Assert.Equal(0.05, trade["runner.trade.entry_price"]);
        Assert.Equal(0.04, trade["runner.trade.exit_price"]);
        Assert.Equal("2026-03-01T09:00:00.0000000+01:00", trade["runner.trade.entry_time"]);
        Assert.Equal("2026-03-01T11:00:00.0000000+01:00", trade["runner.trade.exit_time"]);
        Assert.Equal(0.0154321, trade["runner.trade.pnl"]);
        Assert.Equal(0.0001, trade["runner.trade.fees"]);
        var summary = Assert.Single(Events("runner.summary"));
        Assert.Equal("Equity 100.0154321, P&L +0.0154321, 1/1 won", summary.Body.StringValue);
        Assert.Equal(1L, summary.Attributes.Values()["runner.trades"]);
    }

    [Fact]
    public async Task Without_a_capital_equity_is_told_and_a_profit_only_when_it_is_stated()
    {
        await WorkAsync(phase => phase.SetEquity(50m), session: Quiet() with { Account = new() });
        var end = Assert.Single(Events("runner.session.end")).Attributes.Values();
        Assert.Equal(50.0, end["runner.equity"]);
        Assert.DoesNotContain("runner.pnl", end);

        await WorkAsync(phase => phase.Session.SetPnl(-3m));
        end = Events("runner.session.end")[^1].Attributes.Values();
        Assert.Equal(-3.0, end["runner.pnl"]);
        Assert.DoesNotContain("runner.equity", end);
    }

    async Task WorkAsync(
        Action<RunnerPhase> work,
        RunnerPhaseOptions? options = null,
        RunnerSessionOptions? session = null
    )
    {
        await Telemetry.RunSessionAsync(
            session ?? Quiet(),
            (s, stop) =>
                s.RunPhaseAsync(
                    options ?? new RunnerPhaseOptions { Name = "work" },
                    (phase, _) =>
                    {
                        work(phase);
                        return Task.CompletedTask;
                    },
                    stop
                ),
            Stop
        );
        await Receiver.UntilAsync(r => r.Spans().Any(s => s.Name == "runner.session"));
    }
}
