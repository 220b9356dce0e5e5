namespace Sessions.Tests;

public sealed class SummaryJsonTests
{
    private static readonly DateTimeOffset Noon = ScriptedRunner.Noon;

    [Fact]
    public void A_minimal_summary_has_a_session_a_start_and_a_status()
    {
        var summary = Lines.ReadSummary(
            """{"session_id":"s","session_start":"2025-10-10T06:37:11Z","status":"running"}"""
        );

        Assert.Equal(
            new SessionSummary
            {
                SessionId = "s",
                Start = new DateTimeOffset(2025, 10, 10, 6, 37, 11, TimeSpan.Zero),
                Status = SessionStatus.Running,
            },
            summary
        );
    }

    [Fact]
    public void A_full_summary_is_read_whole()
    {
        var summary = Lines.ReadSummary(
            """
            {"session_id":"s","session_start":"2025-10-10T06:37:11Z","session_end":"2025-10-10T06:37:29.5Z",
             "status":"success","phases_completed":3,"phases_total":3,"initial_capital":10000.0,
             "current_equity":10150.0,"totals":{"trades":10,"wins":6,"losses":4,"flat":0},"roi":1.5,
             "max_drawdown":0.4,"runtime_secs":18.5,"last_updated":"2025-10-10T06:37:30Z","host":"box"}
            """
        );

        Assert.Equal(
            new Figures
            {
                Trades = 10,
                Wins = 6,
                Losses = 4,
            },
            summary.Totals
        );
        Assert.Equal((3, 3), (summary.PhasesCompleted, summary.PhasesTotal));
        Assert.Equal((10_000.0, 10_150.0), (summary.InitialCapital, summary.CurrentEquity));
        Assert.Equal((1.5, 0.4, 18.5), (summary.Roi, summary.MaxDrawdown, summary.RuntimeSeconds));
        Assert.Equal(TimeSpan.FromSeconds(18.5), summary.End - summary.Start);
        Assert.Equal("""{"host":"box","totals":{"flat":0}}""", summary.Details);
    }

    [Theory]
    [InlineData("""{"session_start":"2025-10-10T06:37:11Z","status":"running"}""", "session_id")]
    [InlineData("""{"session_id":"s","status":"running"}""", "session_start")]
    [InlineData("""{"session_id":"s","session_start":"2025-10-10T06:37:11Z"}""", "status")]
    [InlineData(
        """{"session_id":"s","session_start":"soon","status":"running"}""",
        "session_start"
    )]
    [InlineData(
        """{"session_id":"s","session_start":"2025-10-10T06:37:11Z","status":"running","phases_total":-1}""",
        "phases_total"
    )]
    [InlineData(
        """{"session_id":"s","session_start":"2025-10-10T06:37:11Z","status":"running","totals":{"trades":1,"wins":-1}}""",
        "totals.wins"
    )]
    public void A_field_that_is_missing_or_wrong_is_refused_by_name(string line, string field) =>
        Assert.Equal(field, Assert.Throws<SchemaException>(() => Lines.ReadSummary(line)).Field);

    [Fact]
    public void The_status_is_one_of_a_closed_set() =>
        Assert.Equal(
            "status: must be one of running, success, failed, error, timeout, cancelled",
            Assert
                .Throws<SchemaException>(() =>
                    Lines.ReadSummary(
                        """{"session_id":"s","session_start":"2025-10-10T06:37:11Z","status":"done"}"""
                    )
                )
                .Message
        );

    [Fact]
    public void Leniently_a_status_in_capitals_is_known() =>
        Assert.Equal(
            SessionStatus.Failed,
            Lines
                .ReadSummary(
                    """{"session_id":"s","session_start":"2025-10-10T06:37:11Z","status":"FAILED"}""",
                    SchemaReading.Lenient
                )
                .Status
        );

    [Fact]
    public void A_written_summary_says_what_the_session_says()
    {
        var runner = new ScriptedRunner().At(0);
        runner.Signal(
            EventType.RunnerStart,
            e =>
                e with
                {
                    Session = new SessionHeader { InitialCapital = 10_000, PhaseCount = 3 },
                }
        );
        runner
            .PhaseStart()
            .At(18.116277)
            .Signal(
                EventType.PhaseEnd,
                e =>
                    e with
                    {
                        Status = EventStatus.Success,
                        Figures = new Figures
                        {
                            Equity = 10_150,
                            Trades = 10,
                            Wins = 6,
                            Losses = 4,
                        },
                    }
            )
            .End();

        var summary = Lines.ReadSummary(Lines.Write(runner.Session, 0.4, Noon.AddHours(1)));

        Assert.Equal(
            new SessionSummary
            {
                SessionId = "s1",
                Start = Noon,
                End = Noon.AddSeconds(18.116277),
                Status = SessionStatus.Success,
                PhasesCompleted = 1,
                PhasesTotal = 3,
                InitialCapital = 10_000,
                CurrentEquity = 10_150,
                Totals = new Figures
                {
                    Trades = 10,
                    Wins = 6,
                    Losses = 4,
                },
                Roi = 1.5,
                MaxDrawdown = 0.4,
                RuntimeSeconds = 18.116277,
                LastUpdated = Noon.AddSeconds(18.116277),
            },
            summary
        );
    }

    [Fact]
    public void Without_money_there_is_no_roi_and_a_running_session_has_no_end()
    {
        var session = new ScriptedRunner().At(0).Start().PhaseStart().Session;

        var summary = Lines.ReadSummary(Lines.Write(session, null, Noon.AddSeconds(7)));

        Assert.Equal((null, 7.0), (summary.Roi, summary.RuntimeSeconds));
        Assert.Equal((null, SessionStatus.Running), (summary.End, summary.Status));
        Assert.Null(summary.MaxDrawdown);
    }
}
