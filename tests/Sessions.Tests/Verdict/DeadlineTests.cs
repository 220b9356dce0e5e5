using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract;
using Sessions.Contract.Reference;

namespace Sessions.Tests;

/// <summary>The stored deadlines say what the verdict says.</summary>
public sealed class DeadlineTests
{
    [Fact]
    public void They_are_the_moments_at_which_the_verdict_changes()
    {
        var runner = new ScriptedRunner()
            .At(0)
            .Start()
            .PhaseStart()
            .Beats(1, 9, 5, n => Math.Min(n, 5));

        var deadlines = VerdictDeadlines.Of(runner.Session);

        Assert.Equal(ScriptedRunner.Noon.AddSeconds(40).AddTicks(1), deadlines.HungAt);
        Assert.Equal(ScriptedRunner.Noon.AddSeconds(51.5), deadlines.LateAt);
        Assert.Equal(ScriptedRunner.Noon.AddSeconds(56.5), deadlines.LostAt);
    }

    [Fact]
    public void An_ended_session_has_none() =>
        Assert.Equal(
            default,
            VerdictDeadlines.Of(new ScriptedRunner().At(0).Start().At(9).End().Session)
        );

    [Fact]
    public void Of_any_session_they_give_the_verdict_of_any_moment() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(Signals.Any, signals => AgreeAsync(signals).GetAwaiter().GetResult())
        );

    private static async Task AgreeAsync(Signal[] signals)
    {
        await using var store = new ReferenceStore();
        await Delivery.InOrderAsync(store, signals);
        foreach (var id in Signals.Sessions)
        {
            if (await store.FindAsync(id, default) is not { HasEnded: false } session)
            {
                continue;
            }

            var deadlines = VerdictDeadlines.Of(session);
            for (var seconds = 0.0; seconds < 1500; seconds = (seconds * 1.3) + 0.7)
            {
                var now = Samples.Arrival.AddSeconds(seconds);
                var kind = Verdict.Of(session, new VerdictContext { Now = now }).Kind;
                Assert.Equal(Expected(deadlines, now), Plain(kind));
            }
        }
    }

    private static VerdictKind Expected(VerdictDeadlines deadlines, DateTimeOffset now) =>
        now >= deadlines.LostAt ? VerdictKind.Lost
        : now >= deadlines.LateAt ? VerdictKind.Late
        : now >= deadlines.HungAt ? VerdictKind.Hung
        : VerdictKind.Running;

    private static VerdictKind Plain(VerdictKind kind) =>
        kind == VerdictKind.Recovering ? VerdictKind.Running : kind;
}
