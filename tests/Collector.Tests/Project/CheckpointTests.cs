using Collector.Project;
using Collector.Tests.Hosting;
using Google.Protobuf;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>What a checkpoint takes from the span that holds it.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public void A_checkpoint_takes_the_phase_of_its_span_but_not_the_figures_of_the_spans_end()
    {
        var span = Given.Span(
            "api_phase",
            2,
            5,
            ("session.id", Given.Session),
            ("runner.phase.name", "api_phase"),
            ("runner.equity", 10_150.0),
            ("runner.trades", 10)
        );
        span.Events.Add(
            Given.SpanEvent(
                "runner.checkpoint",
                1,
                ("runner.checkpoint.name", "risk_ok"),
                ("runner.checkpoint.status", "pass")
            )
        );
        using var projector = new Projector();
        var projection = new Projection();

        projector.Project(Signal.Traces, Given.Request(span).ToByteArray(), projection);

        var checkpoint = Assert.Single(projection.Events, e => e.Type == EventType.Checkpoint);
        Assert.Equal("api_phase", checkpoint.Phase);
        Assert.Null(checkpoint.Figures);
        Assert.Equal(
            10_150.0,
            Assert.Single(projection.Events, e => e.Type == EventType.PhaseEnd).Figures?.Equity
        );
    }
}
