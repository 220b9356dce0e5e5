using System.Globalization;
using Sessions;

namespace Alerts.Tests;

/// <summary>
/// Runners that go through all scenarios of the reference runner in turn, second by second of made-up time: every
/// incident is one that should be, however many sessions there are.
/// </summary>
public sealed class MixedTests : WatchedStore
{
    private const int Runners = 100;

    /// <summary>As the reference runner's scenario <c>mixed</c> has them.</summary>
    private static readonly string[] Scenarios =
    [
        "success",
        "fail",
        "error",
        "timeout",
        "hang",
        "crash",
        "retry",
        "silent",
    ];

    private static int Sessions =>
        int.Parse(
            Environment.GetEnvironmentVariable("ALERTS_MIXED_SESSIONS") ?? "800",
            CultureInfo.InvariantCulture
        );

    [Fact]
    public async Task Of_many_sessions_only_those_are_told_of_that_went_wrong()
    {
        var each = Sessions / Runners;
        await HearAsync(Given.Noon);
        await LookAsync();
        var lives = Enumerable
            .Range(0, Runners)
            .Select(i => Life(i, each).GetEnumerator())
            .ToList();
        for (var second = 0; lives.Count > 0; second++)
        {
            var batch = new WriteBatch
            {
                ArrivedAt = Now,
                Hearing = new HearingPeriod(Given.Noon, Now),
            };
            lives.RemoveAll(life =>
            {
                if (!life.MoveNext())
                {
                    return true;
                }

                batch.Events.AddRange(life.Current);
                return false;
            });
            await Writer.WriteAsync(batch, default);
            if (second % 5 == 0)
            {
                await LookAsync();
            }

            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await LookAsync();
        var incidents = Outbox.Newest(int.MaxValue).ToLookup(incident => incident.Runner);
        Assert.Equal(Runners, incidents.Count);
        foreach (var runner in incidents)
        {
            Assert.Equal(
                Expected(each),
                runner
                    .OrderBy(incident => incident.Since)
                    .Select(incident =>
                        $"{WireName.Of(incident.Kind)} {incident.SessionId!.Split('-')[1]}"
                    )
            );
        }

        var isOverAtTheEnd =
            Scenarios[(each - 1) % Scenarios.Length] is "success" or "hang" or "retry";
        Assert.Equal(isOverAtTheEnd ? 0 : Runners, Outbox.Open().Count);
    }

    /// <summary>
    /// Of a runner: the first of several bad ends in a row is an incident until a session succeeds, and so is every
    /// session that is lost.
    /// </summary>
    private static IEnumerable<string> Expected(int sessions)
    {
        for (var n = 0; n < sessions; n++)
        {
            switch (Scenarios[n % Scenarios.Length])
            {
                case "fail":
                    yield return $"failed {n}";
                    break;
                case "crash" or "silent":
                    yield return $"lost {n}";
                    break;
            }
        }
    }

    /// <summary>What a runner says in each second.</summary>
    private IEnumerable<SessionEvent[]> Life(int runner, int sessions)
    {
        // They do not go in step.
        for (var i = 0; i < runner % 7; i++)
        {
            yield return [];
        }

        for (var n = 0; n < sessions; n++)
        {
            foreach (var said in Session($"r{runner}-{n}", $"runner{runner}", Scenarios[n % 8]))
            {
                yield return said;
            }

            for (var i = 0; i < 5; i++)
            {
                yield return [];
            }
        }

        // Until whatever is lost is known to be.
        for (var i = 0; i < 30; i++)
        {
            yield return [];
        }
    }

    private IEnumerable<SessionEvent[]> Session(string id, string runner, string scenario)
    {
        var (beat, progress) = (0, 0);
        yield return
        [
            Event(id, EventType.RunnerStart) with
            {
                Session = new SessionHeader { RunnerName = runner, PhaseCount = 1 },
            },
            Event(id, EventType.PhaseStart) with
            {
                Phase = "api_phase",
            },
        ];
        for (var second = 1; second <= 30; second++)
        {
            if (second == 12)
            {
                switch (scenario)
                {
                    case "crash" or "silent":
                        yield break;
                    case "retry":
                        yield return
                        [
                            Event(id, EventType.AutocorrectAttempt) with
                            {
                                Phase = "api_phase",
                                Status = EventStatus.Retrying,
                                Retry = new Retry(1, 3, 1, "the broker is busy"),
                            },
                        ];
                        break;
                    case "hang":
                        for (var i = 0; i < 60; i++)
                        {
                            yield return [Beat(id, ++beat, progress)];
                            yield return [];
                        }

                        break;
                }
            }

            yield return second % 2 == 0 ? [Beat(id, ++beat, ++progress)] : [];
        }

        var status = scenario switch
        {
            "fail" => EventStatus.Failed,
            "error" => EventStatus.Error,
            "timeout" => EventStatus.Timeout,
            _ => EventStatus.Success,
        };
        yield return [Event(id, EventType.RunnerEnd) with { Status = status }];
    }

    private SessionEvent Beat(string id, int number, int progress) =>
        Event(id, EventType.Heartbeat) with
        {
            Phase = "api_phase",
            Level = EventLevel.Debug,
            Beat = new Beat(number, 2, progress),
        };

    private SessionEvent Event(string id, EventType type) =>
        new()
        {
            SessionId = id,
            Type = type,
            Timestamp = Now,
        };
}
