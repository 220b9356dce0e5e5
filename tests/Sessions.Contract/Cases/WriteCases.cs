using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>What a writer promises beside convergence.</summary>
public abstract class WriteCases : StoreCases
{
    [Fact]
    public async Task A_result_tells_new_merged_known_and_waiting_events_apart()
    {
        var store = await StoreAsync(Samples.Begin("s"), Samples.Checkpoint("s", 1, "c"));
        var more = Samples.Checkpoint("s", 1, "c") with { Message = "more" };
        var waiting = Samples.Checkpoint("t", 1, "c") with { SessionId = "" };

        var result = await store.Writer.WriteAsync(
            Samples.Batch(Samples.Begin("s"), more, Samples.Beat("s", 2, 1), waiting),
            Cancel
        );

        Assert.Equal(
            (1, 1, 1, 1, 0),
            (result.Added, result.Merged, result.Known, result.Waiting, result.Refused)
        );
        Assert.Empty(result.FiguresLeftOut);
        Assert.Empty(result.PhasesLeftOut);
    }

    [Fact]
    public async Task Ids_that_differ_after_a_zero_byte_are_two_sessions_also_after_a_restart()
    {
        var store = await StoreAsync(Samples.Begin("a\0b"), Samples.Begin("a\0c"));
        await store.RestartAsync();
        await store.Writer.WriteAsync(Samples.Batch(Samples.End("a\0b", 100)), Cancel);

        var list = await store.Reader.ListAsync(new SessionQuery(), Cancel);

        Assert.Equal(
            ["a\0b", "a\0c"],
            list.Items.Select(one => one.Id).Order(StringComparer.Ordinal)
        );
        Assert.True((await store.Reader.FindAsync("a\0b", Cancel))?.HasEnded);
        Assert.False((await store.Reader.FindAsync("a\0c", Cancel))?.HasEnded);
    }

    [Fact]
    public async Task Beats_of_a_second_process_count_although_they_begin_again_from_one()
    {
        var second = Samples.Begin("s") with
        {
            Timestamp = Samples.At(60),
            SpanId = "00000000000000b2",
        };
        SessionEvent[] late =
        [
            Samples.Beat("s", 62, 1, equity: 10_200),
            Samples.Beat("s", 64, 2, equity: 10_300),
        ];
        var store = await StoreAsync(
            Samples.Begin("s"),
            Samples.Beat("s", 2, 1, equity: 10_100),
            Samples.Beat("s", 4, 2, equity: 10_150)
        );

        await store.Writer.WriteAsync(Samples.Batch([second, .. late]), Cancel);
        // Sent again, and once more after a restart, they are still the same ones.
        await store.Writer.WriteAsync(Samples.Batch(late), Cancel);
        await store.RestartAsync();
        await store.Writer.WriteAsync(Samples.Batch([Samples.Beat("s", 2, 1), .. late]), Cancel);

        var session = await store.Reader.FindAsync("s", Cancel);
        Assert.Equal((4, 10_300), (session!.Counts.Beats, session.CurrentEquity));
        var beats = await store.Reader.EventsAsync(
            new EventQuery { SessionId = "s", Types = [EventType.Heartbeat] },
            Cancel
        );
        Assert.Equal([2, 1, 2, 1], beats.Items.Select(stored => stored.Event.Beat!.Number));
        Assert.Equal(4, beats.Items.Select(stored => stored.Event.Id).Distinct().Count());
    }

    [Fact]
    public async Task Beats_of_a_counter_that_begins_again_with_each_phase_all_count()
    {
        var store = await StoreAsync(
            Samples.Begin("s"),
            Samples.Beat("s", 2, 1, phase: "data_phase"),
            Samples.Beat("s", 4, 1, phase: "api_phase"),
            // The SDK repeats what the first phase's gauge said last.
            Samples.Beat("s", 5, 1, phase: "data_phase"),
            Samples.Beat("s", 6, 2, phase: "api_phase")
        );
        Assert.Equal(3, (await store.Reader.FindAsync("s", Cancel))!.Counts.Beats);
    }

    [Fact]
    public async Task Events_that_name_only_a_trace_wait_through_a_restart_until_its_session_is_known()
    {
        var store = await StoreAsync(Samples.Checkpoint("s", 1, "c") with { SessionId = "" });
        Assert.Null(await store.Reader.FindAsync("s", Cancel));
        await store.RestartAsync();

        await store.Writer.WriteAsync(Samples.Batch(Samples.Begin("s")), Cancel);

        Assert.Equal(1, (await store.Reader.FindAsync("s", Cancel))?.Counts.Passed);
    }

    [Fact]
    public async Task The_collectors_heartbeat_is_kept_with_and_without_events_and_through_a_restart()
    {
        var store = await StoreAsync(Samples.Begin("s"));
        Assert.Empty(await store.Reader.HearingAsync(Cancel));
        var (first, second) = (Samples.Arrival, Samples.Arrival.AddMinutes(5));
        await StateAsync(first, first);
        var position = await store.Reader.PositionAsync(Cancel);
        await StateAsync(first, first.AddSeconds(1));
        await StateAsync(second, second.AddSeconds(1), Samples.Beat("s", 2, 1));
        await StateAsync(second, second.AddSeconds(2));
        await store.RestartAsync();

        Assert.Equal(
            [
                new HearingPeriod(first, first.AddSeconds(1)),
                new HearingPeriod(second, second.AddSeconds(2)),
            ],
            await store.Reader.HearingAsync(Cancel)
        );
        Assert.NotEqual(position, await store.Reader.PositionAsync(Cancel));
        Assert.Equal(1, (await store.Reader.FindAsync("s", Cancel))?.Counts.Beats);

        async Task StateAsync(
            DateTimeOffset since,
            DateTimeOffset until,
            params SessionEvent[] events
        )
        {
            var batch = Samples.Batch(events);
            batch.Hearing = new HearingPeriod(since, until);
            await store.Writer.WriteAsync(batch, Cancel);
        }
    }

    [Fact]
    public async Task Of_the_collectors_hearing_periods_the_newest_are_kept()
    {
        var store = await StoreAsync(Samples.Begin("s"));
        for (var i = 0; i < HearingPeriod.MaxKept + 3; i++)
        {
            var batch = Samples.Batch();
            var since = Samples.Arrival.AddMinutes(i);
            batch.Hearing = new HearingPeriod(since, since.AddSeconds(1));
            await store.Writer.WriteAsync(batch, Cancel);
        }

        var kept = await store.Reader.HearingAsync(Cancel);
        Assert.Equal(HearingPeriod.MaxKept, kept.Count);
        Assert.Equal(
            Enumerable.Range(3, HearingPeriod.MaxKept).Select(i => Samples.Arrival.AddMinutes(i)),
            kept.Select(period => period.Since)
        );
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        SessionEvent[] events =
        [
            Samples.Begin("s"),
            Samples.PhaseStart("s", 1, "data_phase"),
            Samples.Beat("s", 2, 1, equity: 10_100),
            Samples.PhaseEnd("s", 3, "data_phase"),
            Samples.End("s", 4),
        ];
        var store = await StoreAsync(events);
        var (facts, feed) = (
            SessionFacts.Of(await store.Reader.FindAsync("s", Cancel)),
            await SessionFacts.FeedAsync(store.Reader, "s")
        );

        await store.RestartAsync();

        Assert.Equal(facts, SessionFacts.Of(await store.Reader.FindAsync("s", Cancel)));
        Assert.Equal(feed, await SessionFacts.FeedAsync(store.Reader, "s"));
        Assert.Equal(5, (await store.Writer.WriteAsync(Samples.Batch(events), Cancel)).Known);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(70)]
    public async Task An_event_that_is_twice_in_a_batch_is_stored_once(int twice)
    {
        var store = await StoreAsync();
        var checks = Enumerable
            .Range(1, 70)
            .Select(i => Samples.Checkpoint("s", 10 * i, $"check {i}"))
            .ToList();
        var beats = Enumerable.Range(1, 5).Select(i => Samples.Beat("s", 10 + i, i));

        var result = await store.Writer.WriteAsync(
            Samples.Batch([Samples.Begin("s"), .. checks, .. beats, checks[0], checks[twice - 1]]),
            Cancel
        );

        Assert.Equal((76, 2), (result.Added, result.Known));
        var feed = await SessionFacts.FeedAsync(store.Reader, "s");
        Assert.Equal(76, feed.Split('\n').Length);
    }

    [Fact]
    public async Task A_batch_may_be_reused_once_it_is_written()
    {
        var store = await EmptyStoreAsync();
        var batch = Samples.Batch(Samples.Begin("s"));
        await store.Writer.WriteAsync(batch, Cancel);
        batch.Events.Clear();
        batch.Events.Add(Samples.Begin("t"));
        await store.Writer.WriteAsync(batch, Cancel);

        Assert.Equal(
            ["s", "t"],
            (await store.Reader.ListAsync(new SessionQuery(), Cancel))
                .Items.Select(s => s.Id)
                .Order()
        );
    }

    [Fact]
    public async Task What_comes_after_an_end_is_kept_whichever_arrived_first()
    {
        SessionEvent[] beats =
        [
            Samples.Beat("s", 2, 1, equity: 10_100),
            Samples.Beat("s", 6, 2, equity: 9_000),
        ];
        var store = await StoreAsync([
            Samples.Begin("s"),
            .. beats,
            Samples.Begin("t"),
            Samples.End("t", 5),
        ]);

        await store.Writer.WriteAsync(
            Samples.Batch([
                Samples.End("s", 5),
                .. beats.Select(beat => beat with { SessionId = "t" }),
            ]),
            Cancel
        );

        foreach (var id in (string[])["s", "t"])
        {
            var session = (await store.Reader.FindAsync(id, Cancel))!;
            Assert.Equal((9_000, 2), (session.CurrentEquity, session.Counts.Beats));
            Assert.Equal(Samples.At(5), session.EndedAt);
        }
    }

    [Fact]
    public async Task What_a_beat_says_again_later_does_not_count()
    {
        var beat = Samples.Beat("s", 2, 1, equity: 10_100);
        var store = await StoreAsync(
            Samples.Begin("s"),
            beat,
            Samples.Beat("s", 3, 1) with
            {
                Type = EventType.SummaryUpdated,
                Beat = null,
                Figures = new Figures { Equity = 10_200 },
            }
        );

        var result = await store.Writer.WriteAsync(
            Samples.Batch(beat with { Timestamp = Samples.At(4) }),
            Cancel
        );

        Assert.Equal((0, 0, 1), (result.Added, result.Merged, result.Known));
        var session = await store.Reader.FindAsync("s", Cancel);
        Assert.Equal(10_200, session?.CurrentEquity);
        Assert.Equal(Samples.At(3), session?.LastEventAt);
    }

    [Fact]
    public async Task A_count_does_not_fall_by_a_beat_taken_before_a_summary_and_collected_after_it()
    {
        var beat = Samples.Beat("s", 3, 1);
        var store = await StoreAsync(
            Samples.Begin("s"),
            beat with
            {
                Type = EventType.SummaryUpdated,
                Beat = null,
                Timestamp = Samples.At(2),
                Figures = new Figures { Trades = 2, Wins = 1 },
            },
            beat with
            {
                Figures = new Figures { Trades = 1, Wins = 1 },
            }
        );

        var session = await store.Reader.FindAsync("s", Cancel);

        Assert.Equal(new TradeTotals(2, 1, 0), session?.Totals);
    }

    [Fact]
    public async Task Work_is_what_arrives_new_and_silence_is_measured_by_arrival()
    {
        var store = await StoreAsync(Samples.Begin("s"), Samples.Beat("s", -3600, 1));
        var later = new WriteBatch { ArrivedAt = Samples.Arrival.AddSeconds(30) };
        later.Events.Add(Samples.Beat("s", -3570, 2));
        await store.Writer.WriteAsync(later, Cancel);

        var liveness = (await store.Reader.FindAsync("s", Cancel))!.Liveness;

        Assert.Equal(later.ArrivedAt, liveness.LastBeatAt);
        Assert.Equal(later.ArrivedAt, liveness.LastWorkAt);
        Assert.Equal(30, liveness.LongestWorkGapSeconds);
        Assert.Equal(2, liveness.BeatArrivals);
    }

    [Fact]
    public async Task Starts_of_phases_beyond_the_bound_are_events_and_are_named()
    {
        var store = await EmptyStoreAsync();
        var starts = Enumerable
            .Range(0, SessionState.MostPhases + 2)
            .Select(i => Samples.PhaseStart("s", i, $"p{i:0000}"))
            .ToArray();

        var result = await store.Writer.WriteAsync(Samples.Batch(starts), Cancel);
        var again = await store.Writer.WriteAsync(Samples.Batch(starts[..5]), Cancel);

        Assert.Equal(["p1000", "p1001"], result.PhasesLeftOut.Select(e => e.Phase));
        Assert.Empty(again.PhasesLeftOut);
        var state = (await store.Reader.FindAsync("s", Cancel))!;
        Assert.Equal((1002, 2), (state.Counts.Events, state.PhasesLeftOut));
    }
}
