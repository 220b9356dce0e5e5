using System.Text;

namespace Sessions.Tests.Json;

/// <summary>States that were stored before phases had runs are shown as what they say, until they are folded again.</summary>
public sealed class EarlierStateTests
{
    private const string Stored = """
        {"id":"s","header":{"runner_name":"demo"},"stated_start":"2026-01-02T03:04:05+00:00",
        "first_event_at":"2026-01-02T03:04:05+00:00","last_event_at":"2026-01-02T03:05:05+00:00",
        "ended_at":"2026-01-02T03:05:05+00:00","status":"failed",
        "phases":[
        {"name":"","status":"running","trades":{"value":1,"timestamp":"2026-01-02T03:04:06+00:00"}},
        {"name":"load","index":0,"time_limit_seconds":60,"started_at":"2026-01-02T03:04:05+00:00",
        "ended_at":"2026-01-02T03:04:15+00:00","status":"failed","span_id":"aaaaaaaaaaaaaaaa",
        "progress":{"value":8,"timestamp":"2026-01-02T03:04:10+00:00"},
        "trades":{"value":3,"timestamp":"2026-01-02T03:04:10+00:00"},
        "wins":{"value":2,"timestamp":"2026-01-02T03:04:10+00:00"}}],
        "counts":{"events":4},"liveness":{"beat":1,"last_signal_at":"2026-01-02T03:05:06+00:00"},
        "last_change_at":"2026-01-02T03:05:06+00:00"}
        """;

    [Fact]
    public void A_phase_of_an_earlier_version_is_its_one_run()
    {
        var state = SessionStateJson.Read(Encoding.UTF8.GetBytes(Stored));

        var phase = Assert.Single(state.NamedPhases);
        Assert.Equal(("load", 0, 60), (phase.Name, phase.Index, phase.TimeLimitSeconds));
        Assert.Equal((PhaseStatus.Failed, 1), (phase.Status, phase.RunCount));
        Assert.Equal(TimeSpan.FromSeconds(10), phase.Elapsed(DateTimeOffset.MaxValue));
        Assert.Equal(8, phase.Progress?.Value);
        Assert.Equal(new TradeTotals(3, 2, 0), state.Totals);
        Assert.Equal((SessionStatus.Failed, true), (state.Status, state.HasEnded));
    }

    [Fact]
    public void It_asks_to_be_folded_again_and_no_longer_once_it_was()
    {
        var state = SessionStateJson.Read(Encoding.UTF8.GetBytes(Stored));
        Assert.True(state.IsStale);

        Assert.False(state.Refold([], []).IsStale);
        Assert.False(SessionStateJson.Read(SessionStateJson.Write(state.Refold([], []))).IsStale);
    }
}
