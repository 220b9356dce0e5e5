namespace Sessions.Tests.Json;

/// <summary>What an engine keeps of a session comes back as it was, whatever its figures are.</summary>
public sealed class SessionStateJsonTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(10_050.25)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_state_that_is_read_back_is_written_the_same_again(double equity)
    {
        var state = new SessionState { Id = "s" };
        state.Apply(
            new SessionEvent
            {
                SessionId = "s",
                Type = EventType.RunnerStart,
                Timestamp = Start,
                Session = new SessionHeader { RunnerName = "reference", InitialCapital = 10_000 },
            },
            null,
            Start
        );
        state.Apply(
            new SessionEvent
            {
                SessionId = "s",
                Type = EventType.Heartbeat,
                Timestamp = Start.AddSeconds(2),
                Phase = "api_phase",
                Beat = new Beat(1, 2, 7),
                Figures = new Figures { Equity = equity, Trades = 3 },
            },
            null,
            Start.AddSeconds(3)
        );

        var written = SessionStateJson.Write(state);
        var read = SessionStateJson.Read(written);

        Assert.Equal(equity, read.LatestEquity?.Value);
        Assert.Equal(3, read.Totals.Trades);
        Assert.Equal(Start.AddSeconds(3), read.Liveness.LastBeatAt);
        Assert.Equal(written, SessionStateJson.Write(read));
    }
}
