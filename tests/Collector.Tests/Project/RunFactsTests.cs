using Collector.Project;
using Collector.Tests.Hosting;
using Google.Protobuf;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>What a session states once, at its start.</summary>
public sealed class RunFactsTests : IDisposable
{
    private static readonly (string, object) Id = ("session.id", Given.Session);

    private readonly Projector _projector = new();
    private readonly Projection _projection = new();

    public void Dispose() => _projector.Dispose();

    [Fact]
    public void Parameters_and_resource_are_kept_with_the_start_alone()
    {
        var request = Given.Request(
            Given.Log(
                "runner.session.start",
                1,
                1,
                Id,
                ("runner.param.window", 20),
                ("runner.param.symbol", "BTC/USDT"),
                ("note", "x")
            ),
            Given.Log("runner.phase.start", 2, 2, Id)
        );
        request.ResourceLogs[0].Resource = Given.Resource(
            ("service.name", "bot"),
            ("host.name", "night-1"),
            ("process.pid", 42),
            ("runner.dry_run", true)
        );
        _projector.Project(Signal.Logs, request.ToByteArray(), _projection);

        Assert.Equal(
            new RunFacts(
                """{"window":20,"symbol":"BTC/USDT"}""",
                """{"service.name":"bot","host.name":"night-1","process.pid":42}"""
            ),
            _projection.Events[0].Run
        );
        Assert.Equal("""{"note":"x"}""", _projection.Events[0].Details);
        Assert.Null(_projection.Events[1].Run);
    }

    [Fact]
    public void A_schedule_is_part_of_the_header()
    {
        var log = Given.Log(
            "runner.session.start",
            1,
            1,
            Id,
            ("runner.schedule", "0 3 * * *"),
            ("runner.schedule.timezone", "Europe/Berlin"),
            ("runner.schedule.grace", "600")
        );
        _projector.Project(Signal.Logs, Given.Request(log).ToByteArray(), _projection);
        Assert.Equal(
            new Schedule("0 3 * * *", "Europe/Berlin", null, 600),
            _projection.Events[0].Session?.Schedule
        );
    }

    [Fact]
    public void What_is_beyond_the_bound_is_left_out_and_said()
    {
        (string, object)[] attributes =
        [
            Id,
            .. Enumerable
                .Range(0, 300)
                .Select(i => ($"runner.param.p{i:000}", (object)new string('x', 100))),
        ];
        var log = Given.Log("runner.session.start", 1, 1, attributes);
        _projector.Project(Signal.Logs, Given.Request(log).ToByteArray(), _projection);

        var parameters = Assert.Single(_projection.Events).Run!.Parameters!;
        Assert.InRange(parameters.Length, 10_000, 16 * 1024);
        Assert.Equal([(IgnoredReason.Limit, 1L)], _projection.Ignored.Counts);
    }
}
