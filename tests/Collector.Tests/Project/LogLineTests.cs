using Collector.Project;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>What becomes of a session's log records beside its life-cycle events: log lines and trades.</summary>
public sealed class LogLineTests : IDisposable
{
    private static readonly (string, object) Id = ("session.id", Given.Session);

    private readonly Projector _projector = new();
    private readonly Projection _projection = new();

    public void Dispose() => _projector.Dispose();

    [Fact]
    public void A_log_record_with_a_session_is_a_log_line()
    {
        var record = Given.Log("", 2, 1, Id, ("order.id", "A1"), ("runner.phase.name", "trade"));
        record.SeverityNumber = SeverityNumber.Warn;
        record.Body = new AnyValue { StringValue = "order sent" };
        var line = Assert.Single(Project(record));

        Assert.Equal((EventType.Log, EventLevel.Warning), (line.Type, line.Level));
        Assert.Equal(("order sent", "trade"), (line.Message, line.Phase));
        Assert.Equal("""{"order.id":"A1"}""", line.Details);
        Assert.Null(_projection.Warning);
    }

    [Theory]
    [InlineData("runner.session.end", null)]
    [InlineData("all copied", "all copied")]
    public void A_body_that_repeats_the_name_of_the_event_is_no_message(
        string body,
        string? expected
    )
    {
        var record = Given.Log("runner.session.end", 2, 1, Id, ("runner.session.status", "failed"));
        record.Body = new AnyValue { StringValue = body };

        Assert.Equal(expected, Assert.Single(Project(record)).Message);
    }

    [Fact]
    public void An_exception_in_a_log_line_stays_with_it()
    {
        var record = Given.Log(
            "",
            2,
            1,
            Id,
            ("exception.type", "IOException"),
            ("exception.message", "disk full"),
            ("exception.stacktrace", "at A()")
        );
        record.SeverityNumber = SeverityNumber.Fatal;
        var line = Assert.Single(Project(record));

        Assert.Equal((EventLevel.Error, "IOException"), (line.Level, line.ErrorType));
        Assert.Equal("disk full", line.Message);
        Assert.Contains("at A()", line.Details);
    }

    [Fact]
    public void An_unknown_event_of_the_conventions_is_a_log_line_and_named()
    {
        var line = Assert.Single(Project(Given.Log("runner.phase.started", 2, 1, Id)));

        Assert.Equal((EventType.Log, "runner.phase.started"), (line.Type, line.Message));
        Assert.Equal([(IgnoredReason.UnknownEvent, 1L)], _projection.Ignored.Counts);
        Assert.Contains("runner.phase.started", _projection.Warning);
    }

    [Fact]
    public void A_record_that_names_only_a_trace_is_unmatched_and_a_line_if_that_trace_is_a_sessions()
    {
        var record = Given.Log("user.clicked", 2, 1);
        record.Body = new AnyValue { StringValue = "clicked" };

        Assert.Empty(Project(record));
        Assert.Equal(1, _projection.Unmatched);
        var line = Assert.Single(_projection.TraceLogs);
        Assert.Equal(
            ("", Given.Hex(Given.TraceId), "clicked"),
            (line.SessionId, line.TraceId, line.Message)
        );
    }

    [Fact]
    public void A_record_without_session_and_trace_is_unmatched()
    {
        var record = Given.Log("user.clicked", 2, 1);
        record.TraceId = ByteString.Empty;
        Assert.Empty(Project(record));
        Assert.Equal((1, 0), (_projection.Unmatched, _projection.Weight));
    }

    [Fact]
    public void Two_lines_of_one_instant_are_two_and_the_same_one_twice_is_one()
    {
        var first = Given.Log("", 2, 1, Id);
        first.Body = new AnyValue { StringValue = "first" };
        var second = Given.Log("", 2, 1, Id);
        second.Body = new AnyValue { StringValue = "second" };

        Assert.Equal(2, Project(first, second, first).Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void A_trade_has_its_own_fields()
    {
        var trade = Assert.Single(
            Project(
                Given.Log(
                    "runner.trade",
                    2,
                    1,
                    [
                        Id,
                        ("runner.phase.name", "api"),
                        ("runner.trade.id", "T-1"),
                        ("runner.trade.symbol", "BTC/USDT"),
                        ("runner.trade.side", "Short"),
                        ("runner.trade.quantity", "0.5"),
                        ("runner.trade.entry_price", 64_000),
                        ("runner.trade.exit_price", 63_000.5),
                        ("runner.trade.entry_time", "2026-01-02T04:04:05+01:00"),
                        ("runner.trade.exit_time", "2026-01-02T03:30:00Z"),
                        ("runner.trade.pnl", 499.75),
                        ("runner.trade.fees", 0.25),
                        ("strategy", "ema"),
                    ]
                )
            )
        );

        Assert.Equal((EventType.Trade, "api"), (trade.Type, trade.Phase));
        Assert.Equal(
            new Trade
            {
                Id = "T-1",
                Symbol = "BTC/USDT",
                Side = TradeSide.Short,
                Quantity = 0.5,
                EntryPrice = 64_000,
                ExitPrice = 63_000.5,
                EntryTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                ExitTime = new DateTimeOffset(2026, 1, 2, 3, 30, 0, TimeSpan.Zero),
                Pnl = 499.75,
                Fees = 0.25,
            },
            trade.Trade
        );
        Assert.Equal("""{"strategy":"ema"}""", trade.Details);
    }

    [Fact]
    public void A_trade_is_known_by_its_id_whenever_it_is_told()
    {
        var first = Given.Log("runner.trade", 2, 1, Id, ("runner.trade.id", "T-1"));
        var again = Given.Log("runner.trade", 2, 9, Id, ("runner.trade.id", "T-1"));
        var other = Given.Log("runner.trade", 2, 1, Id, ("runner.trade.id", "T-2"));
        var ids = Project(first, again, other).Select(e => e.Id).ToArray();

        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
        Assert.False(ids[0].IsOfItsTime);
    }

    [Fact]
    public void A_part_of_a_trade_that_does_not_fit_is_left_out_alone()
    {
        var trade = Assert.Single(
            Project(
                Given.Log(
                    "runner.trade",
                    2,
                    1,
                    Id,
                    ("runner.trade.side", "up"),
                    ("runner.trade.entry_time", "yesterday"),
                    ("runner.trade.pnl", 1)
                )
            )
        );
        Assert.Equal(new Trade { Pnl = 1 }, trade.Trade);
        Assert.Equal([(IgnoredReason.BadValue, 2L)], _projection.Ignored.Counts);
    }

    private List<SessionEvent> Project(params LogRecord[] records)
    {
        _projector.Project(Signal.Logs, Given.Request(records).ToByteArray(), _projection);
        return _projection.Events;
    }
}
