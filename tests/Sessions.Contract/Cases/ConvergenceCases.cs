using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract.Reference;
using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>A session depends on what was said of it, not on when, how often or in which pieces it arrived.</summary>
public abstract class ConvergenceCases : StoreCases
{
    private Config Runs => Config.QuickThrowOnFailure.WithMaxTest(RunCount).WithEndSize(40);

    /// <summary>How many random deliveries each rule is tried with; an engine that is slow to start may take fewer.</summary>
    protected virtual int RunCount => 150;

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
        await AssertEqualAsync(reference, store.Reader);
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
        await AssertEqualAsync(whole.Reader, split.Reader);
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
            _ => e with { Figures = e.Figures! with { Losses = null } },
        };

    private static async Task AssertEqualAsync(ISessionReader expected, ISessionReader actual)
    {
        foreach (var session in Signals.Sessions)
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
        }
    }
}
