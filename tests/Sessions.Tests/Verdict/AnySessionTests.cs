using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract;
using Sessions.Contract.Reference;

namespace Sessions.Tests;

/// <summary>What holds of every session, whatever was heard of it.</summary>
public sealed class AnySessionTests
{
    private static readonly double[] Gaps = [0, 40, 3600, 1e300];

    [Fact]
    public void Without_an_end_it_is_lost_some_day_and_with_one_it_stays_ended() =>
        ForAny(session =>
        {
            foreach (var gap in Gaps)
            {
                var verdict = Verdict.Of(
                    session,
                    new VerdictContext
                    {
                        Now = Samples.Arrival.AddDays(400),
                        UsualWorkGapSeconds = gap,
                    }
                );
                Assert.Equal(session.HasEnded, verdict.IsFinal);
                Assert.True(verdict.IsFinal || verdict.Kind == VerdictKind.Lost, verdict.Sentence);
            }
        });

    [Fact]
    public void A_silence_that_the_collector_could_not_hear_is_held_against_none() =>
        ForAny(session =>
        {
            foreach (var seconds in (double[])[1, 60, 3600, 400 * 86400])
            {
                var now = Samples.Arrival.AddSeconds(seconds);
                foreach (
                    var (telemetry, hearing) in ((TelemetryHealth, HearingPeriod[])[])
                        [
                            (new(Reachable: false, Writing: true, Samples.Arrival), []),
                            (new(Reachable: true, Writing: false, Samples.Arrival), []),
                            (TelemetryHealth.Unknown, [new(now, null)]),
                            (TelemetryHealth.Unknown, [new(Samples.Arrival, Samples.Arrival)]),
                        ]
                )
                {
                    var verdict = Verdict.Of(
                        session,
                        new VerdictContext
                        {
                            Now = now,
                            Telemetry = telemetry,
                            Hearing = hearing,
                        }
                    );
                    Assert.False(
                        verdict.Kind is VerdictKind.Late or VerdictKind.Lost or VerdictKind.Hung,
                        verdict.Sentence
                    );
                }
            }
        });

    private static void ForAny(Action<SessionState> holds) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Signals.Any,
                signals => ForEachAsync(signals, holds).GetAwaiter().GetResult()
            )
        );

    private static async Task ForEachAsync(Signal[] signals, Action<SessionState> holds)
    {
        await using var store = new ReferenceStore();
        await Delivery.InOrderAsync(store, signals);
        foreach (var id in Signals.Sessions)
        {
            if (await store.FindAsync(id, default) is { } session)
            {
                holds(session);
            }
        }
    }
}
