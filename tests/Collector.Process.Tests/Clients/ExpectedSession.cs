using System.Text.Json;
using ProcessTests.Running;
using Sessions;

namespace ProcessTests.Clients;

/// <summary>
/// The one session that every client sends with its own SDK, and what must be in the store afterwards. It uses all three
/// signals, span events, log events, all gauges, and attributes of every type.
/// </summary>
internal static class ExpectedSession
{
    public const string Phase = "data_phase";

    public static async Task AssertStoredAsync(string store, string sessionId)
    {
        var session = await Store.FindAsync(store, sessionId);
        Assert.NotNull(session);
        Assert.Equal(
            new SessionHeader
            {
                RunnerName = "client",
                DryRun = true,
                InitialCapital = 10_000,
                Currency = "USD",
                PhaseCount = 1,
                ServiceName = "client",
            },
            session.Header
        );
        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.True(session.HasEnded);
        Assert.Equal(
            PhaseStatus.Success,
            Assert.Single(session.Phases, p => p.Name == Phase).Status
        );

        var events = await Store.EventsAsync(store, sessionId);
        Assert.Equal(
            [
                EventType.RunnerStart,
                EventType.RunnerEnd,
                EventType.PhaseStart,
                EventType.PhaseEnd,
                EventType.Checkpoint,
                EventType.Checkpoint,
                EventType.Heartbeat,
                EventType.Error,
            ],
            events.Select(e => e.Type).Order()
        );
        Assert.All(
            events.Where(e => e.Type != EventType.Heartbeat),
            e => Assert.Equal(session.TraceId, e.TraceId)
        );
        AssertPhase(events);
        AssertCheckpoints(events);
        AssertBeat(Assert.Single(events, e => e.Type == EventType.Heartbeat));
        AssertError(Assert.Single(events, e => e.Type == EventType.Error));
    }

    private static void AssertPhase(IReadOnlyList<SessionEvent> events)
    {
        // Both the log event and the span say these: one event each.
        var start = Assert.Single(events, e => e.Type == EventType.PhaseStart);
        var end = Assert.Single(events, e => e.Type == EventType.PhaseEnd);
        Assert.Equal(Phase, start.Phase);
        Assert.Equal(new PhaseHeader(0, 60), start.PhaseInfo);
        Assert.Equal(EventStatus.Success, end.Status);
        Assert.Equal(start.SpanId, end.SpanId);
    }

    private static void AssertCheckpoints(IReadOnlyList<SessionEvent> events)
    {
        var onSpan = Assert.Single(events, e => e.Checkpoint == "schema_ok");
        Assert.Equal(
            (EventStatus.Pass, Phase, "12 columns"),
            (onSpan.Status, onSpan.Phase, onSpan.Message)
        );
        var inLog = Assert.Single(events, e => e.Checkpoint == "prices_ok");
        Assert.Equal(
            (EventStatus.Warn, Phase, "naïve ✓ 🚀"),
            (inLog.Status, inLog.Phase, inLog.Message)
        );
        Assert.Equal(onSpan.SpanId, inLog.SpanId);
    }

    private static void AssertBeat(SessionEvent beat)
    {
        Assert.Equal(Phase, beat.Phase);
        Assert.Equal(new Beat(7, 0.5, 70), beat.Beat);
        Assert.Equal(
            new Figures
            {
                Equity = 10_150.25,
                Pnl = 150.25,
                Trades = 10,
                Wins = 6,
                Losses = 4,
            },
            beat.Figures
        );
    }

    private static void AssertError(SessionEvent error)
    {
        Assert.Equal(("feed_timeout", EventLevel.Error), (error.ErrorType, error.Level));
        var details = JsonDocument.Parse(error.Details!).RootElement;
        Assert.Equal("wide", details.GetProperty("app.text").GetString());
        Assert.Equal(42, details.GetProperty("app.whole").GetInt64());
        Assert.Equal(0.25, details.GetProperty("app.real").GetDouble());
        Assert.True(details.GetProperty("app.flag").GetBoolean());
        Assert.Equal(
            ["a", "b"],
            details.GetProperty("app.list").EnumerateArray().Select(item => item.GetString())
        );
    }
}
