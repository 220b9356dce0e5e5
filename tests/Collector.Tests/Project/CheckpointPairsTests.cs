using Collector.Project;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Trace.V1;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>A checkpoint told twice, as a log event and as a span event, is one.</summary>
public sealed class CheckpointPairsTests : IDisposable
{
    private static readonly (string, object) Id = ("session.id", Given.Session);
    private static readonly (string, object) Phase = ("runner.phase.name", "load");

    private readonly Projector _projector = new();

    public void Dispose() => _projector.Dispose();

    [Theory]
    [InlineData(0.004)]
    [InlineData(-0.004)]
    [InlineData(0.9)]
    public void With_slightly_different_times_it_is_one_in_any_order(double shift)
    {
        foreach (var isLogFirst in (bool[])[true, false])
        {
            IMessage[] told = [Log(2, 1), SpanWith(2, (1 + shift, "rows"))];
            Assert.Equal(1, Count(isLogFirst ? told : [.. told.Reverse()]));
        }
    }

    [Fact]
    public void Told_by_a_child_span_or_without_a_span_it_is_one()
    {
        var inner = Given.Span("GET /rows", 9, 3, Id);
        inner.Events.Add(Checkpoint("rows", 1));
        Assert.Equal(1, Count(Log(2, 1), Given.Request(inner)));

        var bare = Log(2, 1).ResourceLogs[0].ScopeLogs[0].LogRecords[0];
        bare.SpanId = bare.TraceId = ByteString.Empty;
        Assert.Equal(1, Count(Given.Request(bare), SpanWith(2, (1.002, "rows"))));
    }

    [Fact]
    public void Sent_again_it_is_still_one()
    {
        var log = Log(2, 1);
        var span = SpanWith(2, (1.003, "rows"));
        Assert.Equal(1, Count(log, span, span, log, log, span));
        Assert.Equal(1, Count(span, log, span, log));
    }

    [Fact]
    public void Repeated_ones_are_told_apart_each_with_its_own_partner()
    {
        var logs = Given.Request(LogAt(2, 1), LogAt(2, 1.1), LogAt(2, 1.2));
        var span = SpanWith(2, (1.004, "rows"), (1.104, "rows"), (1.204, "rows"));
        Assert.Equal(3, Count(logs, span, span, logs));
        Assert.Equal(3, Count(span, logs));
    }

    [Fact]
    public void Another_status_name_phase_or_time_is_another_checkpoint()
    {
        var span = SpanWith(2, (1, "size"), (3, "rows"));
        Assert.Equal(3, Count(Log(2, 1), span));

        var failed = Checkpoint("rows", 1.01);
        failed.Attributes.Add(Given.Attribute("runner.checkpoint.status", "fail"));
        var load = Given.Span("load", 2, 5, Id, Phase);
        load.Events.Add(failed);
        Assert.Equal(2, Count(Log(2, 1), Given.Request(load)));

        var store = Given.Span("store", 3, 5, Id, ("runner.phase.name", "store"));
        store.Events.Add(Checkpoint("rows", 1));
        Assert.Equal(2, Count(Log(2, 1), Given.Request(store)));
    }

    [Fact]
    public void A_span_that_only_its_trace_connects_to_the_session_is_recognised()
    {
        var span = Given.Span("load", 2, 5, Phase);
        span.Events.Add(Checkpoint("rows", 1.002));
        // After a restart nothing says which session a trace is, until something of it says so again.
        Assert.Equal(1, Count([Log(2, 1), Given.Request(span)], restarts: false));
    }

    private static Span.Types.Event Checkpoint(string name, double seconds) =>
        Given.SpanEvent("runner.checkpoint", seconds, ("runner.checkpoint.name", name));

    private static LogRecord LogAt(byte span, double seconds) =>
        Given.Log(
            "runner.checkpoint",
            span,
            seconds,
            Id,
            Phase,
            ("runner.checkpoint.name", "rows")
        );

    private static OpenTelemetry.Proto.Collector.Logs.V1.ExportLogsServiceRequest Log(
        byte span,
        double seconds
    ) => Given.Request(LogAt(span, seconds));

    private static IMessage SpanWith(byte id, params (double Seconds, string Name)[] checkpoints)
    {
        var span = Given.Span("load", id, 5, Id, Phase);
        span.Events.AddRange(checkpoints.Select(c => Checkpoint(c.Name, c.Seconds)));
        return Given.Request(span);
    }

    /// <summary>How many checkpoints these requests are, in this order, to a collector that knows nothing yet.</summary>
    private int Count(params IMessage[] requests)
    {
        // A collector that begins again with every request, and one that never does.
        var whole = Count(requests, restarts: false);
        Assert.Equal(whole, Count(requests, restarts: true));
        return whole;
    }

    private int Count(IMessage[] requests, bool restarts)
    {
        var stored = new Dictionary<EventId, SessionEvent>();
        var pairs = new CheckpointPairs(new ToldBefore(stored));
        foreach (var request in requests)
        {
            var projection = new Projection();
            var isLogs = request is OpenTelemetry.Proto.Collector.Logs.V1.ExportLogsServiceRequest;
            _projector.Project(
                isLogs ? Signal.Logs : Signal.Traces,
                request.ToByteArray(),
                projection
            );
            pairs = restarts ? new CheckpointPairs(new ToldBefore(stored)) : pairs;
            var resolving = pairs.ResolveAsync(projection, TestContext.Current.CancellationToken);
            Assert.True(resolving.IsCompletedSuccessfully);
            foreach (var e in projection.Events.Where(e => e.Type == EventType.Checkpoint))
            {
                stored[e.Id] = stored.TryGetValue(e.Id, out var known)
                    ? SessionEvent.Merge(known, e)
                    : e;
            }
        }

        return stored.Count;
    }
}
