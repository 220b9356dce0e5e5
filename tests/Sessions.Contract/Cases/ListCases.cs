using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract.Reference;
using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>The list of sessions: order, filters, pages, spark lines, and what history teaches.</summary>
public abstract class ListCases : StoreCases
{
    /// <summary>How many random queries are tried; an engine that is slow to answer may take fewer.</summary>
    protected virtual int RunCount => 200;

    [Fact]
    public async Task Any_mix_of_filters_in_any_order_gives_the_sessions_of_the_reference()
    {
        var store = await ManyAsync();
        await using var reference = new ReferenceStore(Samples.Clock);
        await reference.WriteAsync(Many(), Cancel);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(RunCount),
            Prop.ForAll(
                Arb.From(Queries()),
                query => AgreesAsync(reference, store.Reader, query).GetAwaiter().GetResult()
            )
        );
    }

    [Fact]
    public async Task Totals_are_those_of_every_session_that_the_filters_let_through()
    {
        var store = await ManyAsync();
        await using var reference = new ReferenceStore(Samples.Clock);
        await reference.WriteAsync(Many(), Cancel);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(RunCount / 4),
            Prop.ForAll(
                Arb.From(Queries()),
                query => TotalsAgreeAsync(reference, store.Reader, query).GetAwaiter().GetResult()
            )
        );
    }

    [Fact]
    public async Task Every_session_that_is_late_lost_hung_or_recovering_is_due_and_no_ended_one_is()
    {
        var store = await ManyAsync();
        await store.Writer.WriteAsync(
            Samples.Batch(
                Samples.Beat("session-1", 101, 2) with
                {
                    Type = EventType.AutocorrectAttempt,
                    Beat = null,
                    Status = EventStatus.Retrying,
                    Retry = new Retry(1, 3, 60, "refused"),
                }
            ),
            Cancel
        );
        for (var seconds = -10; seconds < 1_000; seconds += 7)
        {
            var now = Samples.Arrival.AddSeconds(seconds);
            var context = new VerdictContext { Now = now };
            var all = await AllAsync(store.Reader, new SessionQuery { Limit = 5 });
            foreach (var sort in Enum.GetValues<SessionSort>())
            {
                var due = await AllAsync(
                    store.Reader,
                    new SessionQuery
                    {
                        DueBy = now,
                        Sort = sort,
                        Limit = 5,
                    }
                );

                Assert.All(due, session => Assert.False(session.HasEnded));
                Assert.Subset(
                    due.Select(session => session.Id).ToHashSet(),
                    all.Where(session =>
                            Verdict.Of(session, context).Kind
                                is VerdictKind.Late
                                    or VerdictKind.Lost
                                    or VerdictKind.Hung
                                    or VerdictKind.Recovering
                            // Nothing recovers from what has not been heard of yet.
                            && now >= session.Liveness.LastSignalAt
                        )
                        .Select(session => session.Id)
                        .ToHashSet()
                );
            }
        }
    }

    [Fact]
    public async Task A_session_that_ended_badly_needs_attention_until_a_later_one_of_its_runner_succeeds()
    {
        var store = await EmptyStoreAsync();
        await WriteAsync(Samples.Begin("failed", 0), Samples.End("failed", 5, EventStatus.Failed));
        await WriteAsync(
            Samples.Begin("timeout", 9),
            Samples.End("timeout", 12, EventStatus.Timeout)
        );
        await WriteAsync(
            Samples.Begin("other", 10, runner: "other"),
            Samples.End("other", 11, EventStatus.Error)
        );
        await WriteAsync(
            Samples.Begin("earlier", -9),
            Samples.End("earlier", -5, EventStatus.Success)
        );
        await WriteAsync(
            Samples.Begin("cancelled", 20),
            Samples.End("cancelled", 21, EventStatus.Cancelled)
        );
        await AssertAsync("failed", "other", "timeout");

        await WriteAsync(Samples.Begin("between", 6));
        await AssertAsync("between", "failed", "other", "timeout");

        await WriteAsync(Samples.End("between", 8, EventStatus.Success));
        await AssertAsync("other", "timeout");

        // What begins before the success and ends badly after it was made up for already.
        await WriteAsync(Samples.Begin("late", 3), Samples.End("late", 30, EventStatus.Failed));
        await AssertAsync("other", "timeout");

        // The success was none.
        await WriteAsync(Samples.End("between", 8, EventStatus.Failed));
        await AssertAsync("between", "failed", "late", "other", "timeout");

        async Task WriteAsync(params SessionEvent[] events) =>
            await store.Writer.WriteAsync(Samples.Batch(events), Cancel);

        async Task AssertAsync(params string[] ids)
        {
            foreach (var sort in Enum.GetValues<SessionSort>())
            {
                var query = new SessionQuery
                {
                    NeedsAttention = true,
                    Sort = sort,
                    Limit = 2,
                };
                var found = await AllAsync(store.Reader, query);
                Assert.Equal(ids, found.Select(session => session.Id).Order());
                var totals = await store.Reader.TotalsAsync(query, Cancel);
                Assert.Equal(ids.Length, totals.Count);
            }
        }
    }

    [Theory]
    [InlineData(SessionSort.Start, true)]
    [InlineData(SessionSort.Start, false)]
    [InlineData(SessionSort.Duration, true)]
    [InlineData(SessionSort.Duration, false)]
    [InlineData(SessionSort.Roi, true)]
    [InlineData(SessionSort.Roi, false)]
    public async Task Pages_in_any_order_give_every_session_once_and_sorted(
        SessionSort sort,
        bool ascending
    )
    {
        var store = await ManyAsync();
        var query = new SessionQuery
        {
            Sort = sort,
            Ascending = ascending,
            Limit = 4,
        };

        var all = await AllAsync(store.Reader, query);

        var keys = all.ConvertAll(session => Key(session, sort));
        Assert.Equal(20, all.Select(session => session.Id).Distinct().Count());
        Assert.Equal(20, all.Count);
        Assert.Equal(ascending ? keys.Order() : keys.OrderDescending(), keys);
    }

    [Fact]
    public async Task Filters_choose_by_status_runner_time_and_text()
    {
        var store = await ManyAsync();
        Assert.Equal(10, await CountAsync(new SessionQuery { Status = SessionStatus.Running }));
        Assert.Equal(5, await CountAsync(new SessionQuery { Status = SessionStatus.Failed }));
        Assert.Equal(7, await CountAsync(new SessionQuery { RunnerName = "alpha" }));
        Assert.Equal(
            5,
            await CountAsync(
                new SessionQuery
                {
                    From = Samples.At(300),
                    To = Samples.At(800),
                    Limit = 2,
                }
            )
        );
        Assert.Equal(7, await CountAsync(new SessionQuery { Text = "LPH" }));
        Assert.Equal(11, await CountAsync(new SessionQuery { Text = "session-1" }));
        Assert.Equal(0, await CountAsync(new SessionQuery { Text = "%" }));
        Assert.Equal(
            2,
            await CountAsync(
                new SessionQuery
                {
                    Status = SessionStatus.Failed,
                    RunnerName = "alpha",
                    Sort = SessionSort.Roi,
                }
            )
        );

        async Task<int> CountAsync(SessionQuery query) =>
            (await AllAsync(store.Reader, query)).Count;
    }

    [Theory]
    [InlineData("pulsar", "upper", "lower")]
    [InlineData("PULSAR N", "upper", "lower")]
    [InlineData("RUN-a", "upper")]
    [InlineData("un-", "")]
    [InlineData("café", "other")]
    [InlineData("É", "other")]
    [InlineData("Ô", "accent")]
    [InlineData("ô", "")]
    [InlineData("r_n-", "")]
    [InlineData("run-", "upper", "renamed")]
    [InlineData("unnamed", "")]
    public async Task A_text_is_part_of_a_runners_name_or_the_start_of_an_id(
        string text,
        params string[] found
    )
    {
        var ids = new Dictionary<string, string>
        {
            ["upper"] = "Run-A",
            ["lower"] = "s-run-b",
            ["other"] = "c",
            ["accent"] = "Ôd",
            ["renamed"] = "run-e",
        };
        var store = await StoreAsync(
            Samples.Begin(ids["upper"], 1, "Pulsar North"),
            Samples.Begin(ids["lower"], 2, "pulsar north"),
            Samples.Begin(ids["other"], 3, "Café"),
            Samples.Begin(ids["accent"], 4, "other"),
            Samples.Checkpoint(ids["renamed"], 5, "before it says whose it is")
        );
        await store.Writer.WriteAsync(
            Samples.Batch(Samples.Begin(ids["renamed"], 5, "other")),
            Cancel
        );

        foreach (var sort in Enum.GetValues<SessionSort>())
        {
            var all = await AllAsync(store.Reader, new SessionQuery { Text = text, Sort = sort });
            Assert.Equal(
                found.Where(name => name != "").Select(name => ids[name]).Order(),
                all.Select(session => session.Id).Order()
            );
        }
    }

    [Fact]
    public async Task The_order_by_ROI_follows_every_beat()
    {
        var store = await StoreAsync(
            Samples.Begin("a"),
            Samples.Begin("b"),
            Samples.Beat("a", 1, 1, equity: 10_010),
            Samples.Beat("b", 1, 1, equity: 10_020)
        );
        await AssertOrderAsync("b", "a");

        await store.Writer.WriteAsync(
            Samples.Batch(Samples.Beat("a", 2, 2, equity: 10_030)),
            Cancel
        );
        await AssertOrderAsync("a", "b");

        await store.Writer.WriteAsync(
            Samples.Batch(Samples.Beat("a", 3, 3, equity: 9_000)),
            Cancel
        );
        await AssertOrderAsync("b", "a");

        async Task AssertOrderAsync(params string[] ids)
        {
            var query = new SessionQuery { Sort = SessionSort.Roi };
            var page = await store.Reader.ListAsync(query, Cancel);
            Assert.Equal(ids, page.Items.Select(session => session.Id));
        }
    }

    [Fact]
    public async Task A_running_session_counts_as_it_stands_between_ended_ones()
    {
        var store = await StoreAsync(
            Samples.Begin("short", 0),
            Samples.End("short", 60),
            Samples.Begin("running", 1800),
            Samples.Begin("long", 10),
            Samples.End("long", 3000)
        );

        var page = await store.Reader.ListAsync(
            new SessionQuery { Sort = SessionSort.Duration },
            Cancel
        );

        Assert.Equal(["long", "running", "short"], page.Items.Select(session => session.Id));
    }

    [Fact]
    public async Task Spark_lines_end_with_the_current_equity_and_keep_their_bound()
    {
        var store = await StoreAsync(
            Enumerable
                .Range(1, 500)
                .Select(i => Samples.Beat("s", i, i, equity: 10_000 + i))
                .Prepend(Samples.Begin("s"))
                .Append(Samples.Begin("silent"))
        );

        var lines = await store.Reader.SparkLinesAsync(["s", "silent", "absent"], 24, Cancel);

        var line = Assert.Single(lines).Value;
        Assert.InRange(line.Count, 12, 24);
        Assert.Equal(10_500, line[^1]);
        Assert.Equal(line.Order(), line);
    }

    [Fact]
    public async Task A_spark_line_goes_over_every_phase_of_its_session()
    {
        var store = await StoreAsync(
            Enumerable
                .Range(1, 200)
                .Select(i =>
                    Samples.Beat(
                        "s",
                        i,
                        i <= 100 ? i : i - 100,
                        phase: i <= 100 ? "data_phase" : "api_phase",
                        equity: 10_000 + i
                    )
                )
                .Prepend(Samples.Begin("s"))
        );

        var lines = await store.Reader.SparkLinesAsync(["s"], 24, Cancel);

        var line = Assert.Single(lines).Value;
        Assert.InRange(line[line.Count / 2], 10_050, 10_150);
        Assert.Equal(line.Order(), line);
    }

    [Fact]
    public async Task History_learns_from_the_newest_successes_of_the_same_runner_before_a_time()
    {
        var store = await EmptyStoreAsync();
        var batch = Samples.Batch();
        for (var i = 0; i < 60; i++)
        {
            var (id, at) = ($"s{i}", i * 1000.0);
            batch.Events.Add(Samples.Begin(id, at));
            batch.Events.Add(Samples.PhaseStart(id, at, "data_phase"));
            batch.Events.Add(Samples.PhaseEnd(id, at + i, "data_phase"));
            batch.Events.Add(Samples.End(id, at + 2 * i));
        }

        batch.Events.Add(Samples.Begin("failed", 59_500));
        batch.Events.Add(Samples.End("failed", 59_900, EventStatus.Failed));
        batch.Events.Add(Samples.Begin("other", 59_500, runner: "other"));
        batch.Events.Add(Samples.End("other", 59_999));
        await store.Writer.WriteAsync(batch, Cancel);

        var history = await store.Reader.HistoryAsync("trader", Samples.At(59_000), Cancel);

        // Sessions 9 to 58: the fiftieth and newest one before the time stand at the ends.
        Assert.Equal(
            [
                new UsualDuration("", 50, 2 * 33, 2 * 53),
                new UsualDuration("data_phase", 50, 33, 53),
            ],
            history.Durations
        );
        Assert.Equal(
            RunnerHistory.Empty,
            await store.Reader.HistoryAsync("nobody", Samples.At(59_000), Cancel)
        );
    }

    private static double Key(SessionState session, SessionSort sort) =>
        sort switch
        {
            SessionSort.Start => session.StartedAt.UtcTicks,
            SessionSort.Roi => session.Roi,
            _ => session.Runtime(Samples.Clock.GetUtcNow()).Ticks,
        };

    private static Gen<SessionQuery> Queries() =>
        from status in Gen.Elements<SessionStatus?>(
            null,
            null,
            SessionStatus.Running,
            SessionStatus.Failed,
            SessionStatus.Success,
            SessionStatus.Timeout
        )
        from any in Gen.Elements<SessionStatus[]>(
            [],
            [],
            [SessionStatus.Running, SessionStatus.Failed],
            [SessionStatus.Success, SessionStatus.Error, SessionStatus.Failed]
        )
        from attention in Gen.Elements(false, false, true)
        from runner in Gen.Elements<string?>(null, null, "alpha", "nobody")
        from @from in Gen.Elements<double?>(null, null, 0, 700)
        from to in Gen.Elements<double?>(null, null, 1200)
        from text in Gen.Elements<string?>(null, null, "LPH", "session-1", "%", "_")
        from sort in Gen.Elements(Enum.GetValues<SessionSort>())
        from @ascending in Gen.Elements(true, false)
        from limit in Gen.Choose(1, 7)
        select new SessionQuery
        {
            Status = status,
            AnyOf = any,
            NeedsAttention = attention,
            RunnerName = runner,
            From = @from is { } f ? Samples.At(f) : null,
            To = to is { } t ? Samples.At(t) : null,
            Text = text,
            Sort = sort,
            Ascending = @ascending,
            Limit = limit,
        };

    /// <summary>The same sessions by the same keys; which of two with equal keys comes first is each engine's own.</summary>
    private static async Task TotalsAgreeAsync(
        ISessionReader expected,
        ISessionReader actual,
        SessionQuery query
    )
    {
        var (reference, totals) = (
            await SessionTotals.WalkAsync(expected, query, Cancel),
            await actual.TotalsAsync(query, Cancel)
        );
        Assert.Equal(reference.ByStatus, totals.ByStatus);
        Assert.Equal(
            reference.Pnl.Select(sum => (sum.Currency, Math.Round(sum.Amount, 6))),
            totals.Pnl.Select(sum => (sum.Currency, Math.Round(sum.Amount, 6)))
        );
    }

    private static async Task<bool> AgreesAsync(
        ISessionReader reference,
        ISessionReader reader,
        SessionQuery query
    )
    {
        var (expected, actual) = (await AllAsync(reference, query), await AllAsync(reader, query));
        Assert.Equal(expected.Select(s => s.Id).Order(), actual.Select(s => s.Id).Order());
        Assert.Equal(
            expected.Select(s => Key(s, query.Sort)),
            actual.Select(s => Key(s, query.Sort))
        );
        return true;
    }

    private async Task<IStoreHarness> ManyAsync()
    {
        var store = await EmptyStoreAsync();
        await store.Writer.WriteAsync(Many(), Cancel);
        return store;
    }

    /// <summary>20 sessions 100 s apart, each second one ended, every third of runner alpha, ROI in no order of time.</summary>
    private static WriteBatch Many()
    {
        var batch = Samples.Batch();
        for (var i = 0; i < 20; i++)
        {
            var (id, at) = ($"session-{i}", i * 100);
            batch.Events.Add(Samples.Begin(id, at, runner: i % 3 == 0 ? "alpha" : "beta"));
            batch.Events.Add(Samples.Beat(id, at + 1, 1, equity: 10_000 + i * 7 % 20));
            if (i % 2 == 0)
            {
                var status = i % 4 == 0 ? EventStatus.Failed : EventStatus.Success;
                batch.Events.Add(Samples.End(id, at + 5 + i * 11 % 20, status));
            }
        }

        return batch;
    }

    private static async Task<List<SessionState>> AllAsync(
        ISessionReader reader,
        SessionQuery query
    )
    {
        var all = new List<SessionState>();
        var pages = 0;
        string? cursor = null;
        do
        {
            Assert.True(++pages < 10_000, "The pages come to no end.");
            var page = await reader.ListAsync(query with { Cursor = cursor }, default);
            Assert.True(page.Items.Count <= query.Limit);
            all.AddRange(page.Items);
            cursor = page.Next;
        } while (cursor is not null);

        return all;
    }
}
