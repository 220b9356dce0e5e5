using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract.Reference;
using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>A session depends on what was said of it, not on when, how often or in which pieces it arrived.</summary>
public abstract class ConvergenceCases : StoreCases
{
    /// <summary>How many random deliveries instead.</summary>
    private const string RunsVariable = "CONVERGENCE_RUNS";

    private Config Runs =>
        Config
            .QuickThrowOnFailure.WithMaxTest(
                int.Parse(
                    Environment.GetEnvironmentVariable(RunsVariable) ?? $"{RunCount}",
                    CultureInfo.InvariantCulture
                )
            )
            .WithEndSize(40);

    /// <summary>How many random deliveries each rule is tried with; an engine that is slow to start may take fewer.</summary>
    protected virtual int RunCount => 150;

    /// <summary>Figures of two phases at one time, and others before: what came first must not leave a mark.</summary>
    [Fact]
    public async Task A_beat_that_is_stated_three_times_is_the_same_in_any_order()
    {
        var early = Samples.Beat("s", 1, 1, equity: 90, phase: "q");
        var late = Samples.Beat("s", 2, 1, equity: 110, phase: "p");
        SessionEvent[] stated =
        [
            early,
            late with
            {
                Phase = null,
                Figures = new Figures { Losses = 0 },
            },
            late with
            {
                Figures = new Figures { Losses = 3 },
            },
        ];
        int[][] orders =
        [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ];
        var sessions = orders.Select(order => string.Concat(order)).ToList();
        await using var reference = new ReferenceStore();
        await reference.WriteAsync(
            Samples.Batch(sessions.SelectMany(s => stated.Select(e => e with { SessionId = s }))),
            Cancel
        );
        var store = await EmptyStoreAsync();

        for (var i = 0; i < stated.Length; i++)
        {
            await store.Writer.WriteAsync(
                Samples.Batch(
                    orders.Select((o, s) => stated[o[i]] with { SessionId = sessions[s] })
                ),
                Cancel
            );
        }

        await AssertEqualAsync(reference, store.Reader, sessions);
    }

    [Fact]
    public void Any_order_any_duplication_and_any_batches_give_the_session_of_the_reference() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Signals.Any,
                ArbMap.Default.ArbFor<int>(),
                (signals, seed) => AgreesAsync(signals, seed).GetAwaiter().GetResult()
            )
        );

    [Fact]
    public void A_collection_of_gauges_in_one_request_says_the_same_as_split_over_several() =>
        Check.One(
            Runs,
            Prop.ForAll(
                Signals.Beats,
                ArbMap.Default.ArbFor<int>(),
                (beats, seed) => SaysTheSameSplitAsync(beats, seed).GetAwaiter().GetResult()
            )
        );

    private async Task<bool> AgreesAsync(Signal[] signals, int seed)
    {
        await using var reference = new ReferenceStore();
        await Delivery.InOrderAsync(reference, signals);
        await using var store = await CreateStoreAsync();
        await Delivery.AnyhowAsync(store, signals, seed);
        await AssertEqualAsync(reference, store.Reader, Signals.Sessions);
        return true;
    }

    private async Task<bool> SaysTheSameSplitAsync(Signal[] beats, int seed)
    {
        var random = new Random(seed);
        await using var whole = await CreateStoreAsync();
        await Delivery.InOrderAsync(whole.Writer, beats);
        await using var split = await CreateStoreAsync();
        await Delivery.AnyhowAsync(
            split,
            beats.SelectMany(beat => Split(beat.Event!, random)),
            seed
        );
        await AssertEqualAsync(whole.Reader, split.Reader, Signals.Sessions);
        return true;
    }

    private static IEnumerable<Signal> Split(SessionEvent beat, Random random)
    {
        var alone = BeatFigures.ToPoints(beat).Where(_ => random.Next(2) == 0).ToList();
        var bare = beat;
        foreach (var point in alone)
        {
            yield return new Signal(null, point);
            bare = Without(bare, point.Metric);
        }

        yield return new Signal(bare, null);
    }

    private static SessionEvent Without(SessionEvent e, GaugeMetric metric) =>
        metric switch
        {
            GaugeMetric.Interval => e with { Beat = e.Beat! with { IntervalSeconds = null } },
            GaugeMetric.Progress => e with { Beat = e.Beat! with { Progress = null } },
            GaugeMetric.Equity => e with { Figures = e.Figures! with { Equity = null } },
            GaugeMetric.Pnl => e with { Figures = e.Figures! with { Pnl = null } },
            GaugeMetric.Trades => e with { Figures = e.Figures! with { Trades = null } },
            GaugeMetric.Wins => e with { Figures = e.Figures! with { Wins = null } },
            GaugeMetric.Losses => e with { Figures = e.Figures! with { Losses = null } },
            _ => e with { Beat = e.Beat! with { ProgressTotal = null } },
        };

    private static async Task AssertEqualAsync(
        ISessionReader expected,
        ISessionReader actual,
        IReadOnlyList<string> sessions
    )
    {
        foreach (var session in sessions)
        {
            Assert.Equal(
                SessionFacts.Of(await expected.FindAsync(session, default)),
                SessionFacts.Of(await actual.FindAsync(session, default))
            );
            Assert.Equal(
                await SessionFacts.FeedAsync(expected, session),
                await SessionFacts.FeedAsync(actual, session)
            );
            Assert.Equal(
                await SessionFacts.CurveAsync(expected, session),
                await SessionFacts.CurveAsync(actual, session)
            );
            Assert.Equal(
                await SessionFacts.FiguresAsync(expected, session),
                await SessionFacts.FiguresAsync(actual, session)
            );
            Assert.Equal(
                await SessionFacts.BeatsAsync(expected, session),
                await SessionFacts.BeatsAsync(actual, session)
            );
        }
    }
}
