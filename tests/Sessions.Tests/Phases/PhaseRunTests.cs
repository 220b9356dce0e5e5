using Sessions.Contract;

namespace Sessions.Tests.Phases;

/// <summary>Loops, retries, phases side by side and within each other: what the runs of a phase add up to.</summary>
public sealed class PhaseRunTests
{
    [Fact]
    public void Rounds_of_a_loop_add_up_and_are_steps_of_the_plan()
    {
        var session = Fold([Begin(count: 6), .. Loop(withIndex: true), Samples.End("s", 155)]);

        Assert.Equal(["scan", "trade"], session.NamedPhases.Select(p => p.Name));
        Assert.All(session.NamedPhases, phase => Assert.Equal(3, phase.RunCount));
        Assert.Equal(TimeSpan.FromSeconds(90), Trade(session).Elapsed(Samples.At(155)));
        Assert.Equal(new TradeTotals(6, 3, 3), session.Totals);
        Assert.Equal((6, 6), (session.PhasesCompleted, session.PhasesTotal));
    }

    [Fact]
    public void Rounds_without_an_index_are_steps_too_where_so_many_are_planned()
    {
        var session = Fold([Begin(count: 6), .. Loop(withIndex: false), Samples.End("s", 155)]);

        Assert.Equal((6, 6), (session.PhasesCompleted, session.PhasesTotal));
        Assert.Equal(new TradeTotals(6, 3, 3), session.Totals);
    }

    [Fact]
    public void While_a_round_is_on_its_phase_is_the_current_one_and_its_own_time_counts()
    {
        var session = Fold([Begin(count: 6), .. Loop(withIndex: true).SkipLast(1)]);

        Assert.Equal("trade", session.CurrentPhase?.Name);
        Assert.Equal(6, session.PlaceOf(session.CurrentPhase!.OpenRun));
        Assert.Equal(
            TimeSpan.FromSeconds(20),
            session.CurrentPhase.OpenRun!.Elapsed(Samples.At(141))
        );
        Assert.False(session.CurrentPhase.IsOverLimit(Samples.At(160)));
        Assert.True(session.CurrentPhase.IsOverLimit(Samples.At(182)));
    }

    [Fact]
    public void A_phase_stands_as_its_latest_run_does()
    {
        SessionEvent[] retried =
        [
            Begin(count: 2),
            Start("load", 1, "a", 0),
            End("load", 5, "a", EventStatus.Error),
            Start("load", 10, "b", 0),
        ];
        Assert.Equal("load", Fold(retried).CurrentPhase?.Name);

        var session = Fold([.. retried, End("load", 20, "b")]);

        Assert.Equal(PhaseStatus.Success, session.NamedPhases.Single().Status);
        Assert.Equal((1, 2), (session.PhasesCompleted, session.PhasesTotal));
        Assert.Equal(
            PhaseStatus.Failed,
            Fold([.. retried, End("load", 20, "b", EventStatus.Failed)]).NamedPhases.Single().Status
        );
    }

    [Fact]
    public void Without_spans_a_start_after_an_end_begins_another_run_whatever_arrives_first()
    {
        SessionEvent[] events =
        [
            Start("load", 1, null),
            End("load", 5, null),
            Counts("load", 4, 2),
            Start("load", 5, null),
            Counts("load", 7, 3),
            End("load", 9, null),
        ];
        foreach (var order in Orders(events))
        {
            var phase = Fold(order).NamedPhases.Single();

            Assert.Equal(2, phase.RunCount);
            Assert.Equal(TimeSpan.FromSeconds(8), phase.Elapsed(Samples.At(20)));
            Assert.Equal(5, phase.Totals.Trades);
        }
    }

    [Fact]
    public void A_start_that_names_no_span_is_that_of_the_span_beside_it()
    {
        var phase = Fold([Start("load", 1, null), Start("load", 1.02, "a"), End("load", 5, "a")])
            .NamedPhases.Single();

        Assert.Equal(1, phase.RunCount);
        Assert.NotNull(phase.EndedAt);
    }

    [Fact]
    public void Counts_that_number_their_run_belong_to_it_whenever_they_were_stated()
    {
        var phase = Fold([
            Start("trade", 1, null) with
            {
                PhaseRun = 1,
            },
            Start("trade", 2, null) with
            {
                PhaseRun = 2,
            },
            Counts("trade", 8, 5) with
            {
                PhaseRun = 1,
            },
            Counts("trade", 9, 7) with
            {
                PhaseRun = 2,
            },
        ])
            .NamedPhases.Single();

        Assert.Equal([5L, 7L], phase.Runs.Select(run => run.Counts.Trades!.Value));
        Assert.Equal(12, phase.Totals.Trades);
    }

    [Fact]
    public void Phases_within_a_phase_leave_it_open()
    {
        var session = Fold([
            Begin(count: 1),
            Start("strategy", 1, "o", 0),
            Start("backtest", 5, "i", 1),
            End("backtest", 40, "i"),
        ]);

        Assert.Equal("strategy", session.CurrentPhase?.Name);
        Assert.Equal(["strategy"], session.OpenPhases.Select(p => p.Name));
    }

    [Fact]
    public void Phases_numbered_from_one_are_shown_as_they_are_numbered()
    {
        var session = Fold([
            Begin(count: 3),
            Start("a", 1, "a", 1),
            End("a", 2, "a"),
            Start("b", 2, "b", 2),
            End("b", 3, "b"),
            Start("c", 3, "c", 3),
        ]);

        Assert.Equal(3, session.PlaceOf(session.CurrentPhase!.OpenRun));
        Assert.Equal((2, 3), (session.PhasesCompleted, session.PhasesTotal));
    }

    [Fact]
    public void Of_very_many_runs_the_oldest_are_counted_and_no_longer_kept()
    {
        var events = Enumerable
            .Range(0, 5000)
            .SelectMany(i =>
                (SessionEvent[])
                    [
                        Start("trade", i * 10, $"{i:x16}", i),
                        Counts("trade", (i * 10) + 1, 2),
                        End("trade", (i * 10) + 4, $"{i:x16}"),
                    ]
            );

        var phase = Fold(events).NamedPhases.Single();

        Assert.InRange(phase.Stated.Count, 1, PhaseState.MostRuns);
        Assert.Equal(5000, phase.RunCount);
        Assert.Equal(TimeSpan.FromSeconds(20_000), phase.Elapsed(Samples.At(1e6)));
        Assert.Equal(10_000, phase.Totals.Trades);
        Assert.Equal(0, phase.Index);
    }

    [Fact]
    public void Of_very_many_phases_the_first_are_kept_and_the_others_counted()
    {
        var events = Enumerable
            .Range(0, 70_500)
            .Select(i => Start($"phase {i}", i * 0.001, $"{i:x16}"));

        var session = Fold([Begin(), .. events]);

        Assert.Equal(SessionState.MostPhases, session.Phases.Count);
        Assert.Equal(70_500 - SessionState.MostPhases, session.PhasesLeftOut);
        Assert.Equal(70_501, session.Counts.Events);
    }

    [Fact]
    public void A_session_that_goes_on_after_its_end_runs_again()
    {
        SessionEvent[] cancelled =
        [
            Begin(),
            Start("load", 1, "a"),
            Samples.End("s", 10, EventStatus.Cancelled),
        ];
        Assert.Equal(SessionStatus.Cancelled, Fold(cancelled).Status);

        SessionEvent[] resumed = [.. cancelled, Start("load", 30, "b")];
        var session = Fold(resumed);

        Assert.Equal((SessionStatus.Running, false), (session.Status, session.HasEnded));
        Assert.Equal(Samples.At(10), session.WentOnAfter);
        Assert.Equal("load", session.CurrentPhase?.Name);
        var ended = Fold([.. resumed, Samples.End("s", 60) with { SpanId = "bbbbbbbbbbbbbbbb" }]);
        Assert.Equal((SessionStatus.Success, Samples.At(60)), (ended.Status, ended.EndedAt));
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_no_ended_session_run_again()
    {
        var session = Fold([
            Begin(),
            Start("load", 600, "a"),
            End("load", 250, "a"),
            Samples.End("s", 251),
        ]);

        Assert.Equal(SessionStatus.Success, session.Status);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_span_within_a_run_that_is_named_as_its_phase_is_no_second_run(
        bool hasIndex,
        bool isParentToldByLogsOnly
    )
    {
        int? index = hasIndex ? 0 : null;
        var outer = isParentToldByLogsOnly ? null : "root";
        SessionEvent[] events =
        [
            Begin(count: 1),
            Start("load", 1, "a", index) with
            {
                ParentSpanId = outer,
            },
            Start("load", 3, "b", index) with
            {
                ParentSpanId = "a",
            },
            End("load", 5, "b", EventStatus.Error) with
            {
                ParentSpanId = "a",
            },
            Start("load", 3.5, "c", index) with
            {
                ParentSpanId = "b",
            },
            End("load", 4, "c") with
            {
                ParentSpanId = "b",
            },
            End("load", 9, "a") with
            {
                ParentSpanId = outer,
            },
        ];

        foreach (var order in Orders(events))
        {
            var session = Fold(order);
            var load = session.NamedPhases.Single();
            Assert.Equal((1, PhaseStatus.Success), (load.RunCount, load.Status));
            Assert.Equal(8, load.Elapsed(Samples.At(20))!.Value.TotalSeconds);
            Assert.Equal((1, 1), (session.PhasesCompleted, session.PhasesTotal));
        }
    }

    [Fact]
    public void A_span_deeper_within_a_run_is_no_run_where_it_has_no_index()
    {
        SessionEvent[] events =
        [
            Start("load", 1, "a") with
            {
                ParentSpanId = "root",
            },
            Start("load", 3, "b") with
            {
                ParentSpanId = "http",
            },
            End("load", 5, "b") with
            {
                ParentSpanId = "http",
            },
            End("load", 9, "a") with
            {
                ParentSpanId = "root",
            },
            Start("load", 10, "c") with
            {
                ParentSpanId = "root",
            },
            End("load", 11, "c") with
            {
                ParentSpanId = "root",
            },
        ];

        Assert.All(
            Orders(events),
            order => Assert.Equal(2, Fold(order).NamedPhases.Single().RunCount)
        );
    }

    [Fact]
    public void However_many_spans_are_within_a_run_it_stays_one()
    {
        var inner = Enumerable
            .Range(0, 200)
            .SelectMany(i =>
                (SessionEvent[])
                    [
                        Start("load", 2 + i, $"i{i}") with
                        {
                            ParentSpanId = "a",
                        },
                        End("load", 2.5 + i, $"i{i}") with
                        {
                            ParentSpanId = "a",
                        },
                    ]
            );
        var session = Fold([Start("load", 1, "a"), .. inner, End("load", 300, "a")]);

        var load = session.NamedPhases.Single();
        Assert.Equal((1, 299), (load.RunCount, load.Elapsed(Samples.At(0))!.Value.TotalSeconds));
        Assert.InRange(load.Stated.Count, 1, PhaseState.MostRuns);
    }

    private static IEnumerable<SessionEvent> Loop(bool withIndex)
    {
        var (at, index) = (1.0, 0);
        for (var round = 0; round < 3; round++)
        {
            foreach (
                var (name, seconds) in (IEnumerable<(string, int)>)[("scan", 20), ("trade", 30)]
            )
            {
                var span = $"{index:x16}";
                yield return Start(name, at, span, withIndex ? index : null);
                if (name == "trade")
                {
                    yield return Counts(name, at + 10, 1, 1, 0);
                    yield return Counts(name, at + 25, 2, 1, 1);
                }

                yield return End(name, at + seconds, span);
                at += seconds;
                index++;
            }
        }
    }

    private static PhaseState Trade(SessionState session) =>
        session.NamedPhases.Single(p => p.Name == "trade");

    private static SessionEvent Begin(int? count = null) =>
        Samples.Begin("s") with
        {
            Session = new SessionHeader { RunnerName = "demo", PhaseCount = count },
        };

    private static SessionEvent Start(string phase, double at, string? span, int? index = null) =>
        Samples.PhaseStart("s", at, phase) with
        {
            SpanId = span,
            PhaseInfo = new PhaseHeader(index, 60),
        };

    private static SessionEvent End(
        string phase,
        double at,
        string? span,
        EventStatus status = EventStatus.Success
    ) => Samples.PhaseEnd("s", at, phase, status) with { SpanId = span };

    private static SessionEvent Counts(
        string phase,
        double at,
        long trades,
        long? wins = null,
        long? losses = null
    ) =>
        new()
        {
            SessionId = "s",
            Type = EventType.SummaryUpdated,
            Timestamp = Samples.At(at),
            Phase = phase,
            Figures = new Figures
            {
                Trades = trades,
                Wins = wins,
                Losses = losses,
            },
        };

    private static SessionState Fold(IEnumerable<SessionEvent> events)
    {
        var session = new SessionState { Id = "s" };
        foreach (var e in events)
        {
            session.Apply(e, null, Samples.Arrival);
        }

        return session;
    }

    private static IEnumerable<SessionEvent[]> Orders(SessionEvent[] events)
    {
        yield return events;
        yield return [.. events.Reverse()];
        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            yield return [.. events.OrderBy(_ => random.Next())];
        }
    }

    [Fact]
    public void A_run_that_was_open_when_another_process_went_on_with_the_session_is_cut_off_there()
    {
        SessionEvent[] resumed =
        [
            Samples.Begin("s"),
            Start("load", 1, "a", 0),
            Samples.Begin("s", at: 100) with
            {
                SpanId = "00000000000000bb",
            },
            Start("load", 101, "b", 0),
        ];
        foreach (var events in (SessionEvent[][])[resumed, [.. resumed.Reverse()]])
        {
            var phase = Fold(events).NamedPhases.Single();

            Assert.Equal((2, "b"), (phase.RunCount, phase.OpenRun!.SpanId));
            Assert.Equal(TimeSpan.FromSeconds(99 + 9), phase.Elapsed(Samples.At(110)));
        }

        var ended = Fold([.. resumed[..3], Start("store", 102, "c", 1)]);
        Assert.Equal("store", ended.CurrentPhase?.Name);
        Assert.Equal(Samples.At(100), ended.NamedPhases.First().EndedAt);
    }
}
