using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Recomputation.Tests;

/// <summary>
/// Sends stories as OTLP/JSON, by the words of docs/conventions.md: in requests of any size, some twice, in any order
/// but for one: a session is known by its start before its beats, as a runner that waits for its start has it.
/// </summary>
sealed class Sender(HttpClient collector, int seed)
{
    private readonly Random _random = new(seed);

    public async Task SendAsync(Story story)
    {
        var items = Items(story).ToList();
        items.AddRange(items.Where(_ => _random.Next(6) == 0).ToList());
        var mixed = items.ToArray();
        _random.Shuffle(mixed);
        foreach (var signal in mixed.GroupBy(item => item.Signal))
        {
            foreach (var some in signal.Chunk(1 + _random.Next(40)))
            {
                var (resources, scopes, list) = signal.Key switch
                {
                    "traces" => ("resourceSpans", "scopeSpans", "spans"),
                    "logs" => ("resourceLogs", "scopeLogs", "logRecords"),
                    _ => ("resourceMetrics", "scopeMetrics", "metrics"),
                };
                var body = new JsonObject
                {
                    [resources] = new JsonArray([
                        .. some.GroupBy(item => item.Writer)
                            .Select(own => new JsonObject
                            {
                                ["resource"] = new JsonObject
                                {
                                    ["attributes"] = Attributes(
                                        ("service.name", "generated"),
                                        ("service.instance.id", $"{own.Key}")
                                    ),
                                },
                                [scopes] = new JsonArray(
                                    new JsonObject
                                    {
                                        [list] = new JsonArray([
                                            .. own.Select(item => item.Body.DeepClone()),
                                        ]),
                                    }
                                ),
                            }),
                    ]),
                };
                using var answer = await collector.PostAsJsonAsync($"/v1/{signal.Key}", body);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.IsSuccessStatusCode && text == "{}", $"{story.Id}: {text}");
            }
        }
    }

    private static IEnumerable<(string Signal, int Writer, JsonObject Body)> Items(Story story)
    {
        foreach (var one in story.Said)
        {
            switch (one)
            {
                case Heartbeat beat:
                    foreach (var gauge in Gauges(story, beat))
                    {
                        yield return ("metrics", 1, gauge);
                    }

                    break;
                case FigureValue figure:
                    yield return ("metrics", figure.Writer, Figure(story, figure));
                    break;
                case ClosedTrade or Retry:
                    yield return ("logs", 1, Log(story, one));
                    break;
                default:
                    if (story.HasLogs)
                    {
                        yield return ("logs", 1, Log(story, one));
                    }

                    if (
                        story.HasSpans
                        && one is SessionEnd or PhaseEnd
                        && Span(story, one) is { } span
                    )
                    {
                        yield return ("traces", 1, span);
                        if (story.HasInnerSpans && one is PhaseEnd run)
                        {
                            yield return ("traces", 1, Inner(story, run));
                        }
                    }

                    break;
            }
        }
    }

    private static JsonObject Log(Story story, Statement one)
    {
        var (name, attributes) = one switch
        {
            SessionStart => ("runner.session.start", OfStart(story)),
            SessionEnd end => ("runner.session.end", OfEnd(end)),
            PhaseStart start => ("runner.phase.start", OfPhase(story, start, start.Index)),
            PhaseEnd end => (
                "runner.phase.end",
                [.. OfPhase(story, end, end.Index), .. OfOutcome(end)]
            ),
            Check check => (
                "runner.checkpoint",
                [.. OfPhase(story, check, null), .. OfCheck(check)]
            ),
            ClosedTrade trade => (
                "runner.trade",
                [
                    .. OfPhase(story, trade, null),
                    ("runner.trade.id", trade.Id),
                    ("runner.trade.pnl", trade.Pnl),
                ]
            ),
            Retry retry => (
                "runner.autocorrect",
                [
                    .. OfPhase(story, retry, null),
                    ("runner.retry.attempt", retry.Attempt),
                    ("runner.retry.result", "success"),
                ]
            ),
            _ => throw new InvalidOperationException($"{one}"),
        };
        return new JsonObject
        {
            ["timeUnixNano"] = Nanos(story, one.At),
            ["severityNumber"] = 9,
            ["eventName"] = name,
            ["traceId"] = story.Trace,
            ["spanId"] = SpanId(one),
            ["attributes"] = Attributes([("session.id", story.Id), .. attributes]),
        };
    }

    /// <summary>A span within a run, to which a processor copied the phase's attributes.</summary>
    private static JsonObject Inner(Story story, PhaseEnd run) =>
        new()
        {
            ["traceId"] = story.Trace,
            ["spanId"] = $"ff{SpanId(run)[2..]}",
            ["parentSpanId"] = SpanId(run),
            ["name"] = run.Phase,
            ["startTimeUnixNano"] = Nanos(story, run.StartedAt + 1.5),
            ["endTimeUnixNano"] = Nanos(story, run.At - 1.5),
            ["attributes"] = Attributes([
                ("session.id", story.Id),
                .. OfPhase(story, run, run.Index),
            ]),
        };

    private static JsonObject? Span(Story story, Statement end)
    {
        var start = story.Said.OfType<SessionStart>().SingleOrDefault();
        if (end is SessionEnd && start is null)
        {
            return null;
        }

        var body = new JsonObject
        {
            ["traceId"] = story.Trace,
            ["spanId"] = SpanId(end),
            ["name"] = end.Phase ?? "runner.session",
            ["startTimeUnixNano"] = Nanos(story, end is PhaseEnd run ? run.StartedAt : 0),
            ["endTimeUnixNano"] = Nanos(story, end.At),
            ["attributes"] = Attributes([
                ("session.id", story.Id),
                .. end is PhaseEnd phase
                    ? [.. OfPhase(story, phase, phase.Index), .. OfOutcome(phase)]
                    : (IEnumerable<(string, object?)>)
                        [.. OfStart(story), .. OfEnd((SessionEnd)end)],
            ]),
        };
        if (end is PhaseEnd)
        {
            body["parentSpanId"] = "00000000000000ff";
            body["events"] = new JsonArray([
                .. story
                    .Said.OfType<Check>()
                    .Where(check => check.Phase == end.Phase && check.Run == end.Run)
                    .Select(check => new JsonObject
                    {
                        ["timeUnixNano"] = Nanos(
                            story,
                            check.At + (story is { TellsTwice: true, HasLogs: true } ? 0.003 : 0)
                        ),
                        ["name"] = "runner.checkpoint",
                        ["attributes"] = Attributes([.. OfCheck(check)]),
                    }),
            ]);
        }

        return body;
    }

    private static IEnumerable<JsonObject> Gauges(Story story, Heartbeat beat)
    {
        (string Name, object? Value)[] values =
        [
            ("runner.heartbeat", beat.Number),
            ("runner.heartbeat.interval", story.IsLost ? 0.2 : null),
            ("runner.progress", beat.Progress),
            ("runner.progress.total", beat.Total),
            ("runner.equity", beat.Equity),
            ("runner.pnl", beat.Pnl),
        ];
        foreach (var (name, value) in values.Where(one => one.Value is not null))
        {
            yield return new JsonObject
            {
                ["name"] = name,
                ["gauge"] = new JsonObject
                {
                    ["dataPoints"] = new JsonArray(
                        Point(story, beat.At, null, value!, [.. OfPhase(story, beat, null)])
                    ),
                },
            };
        }
    }

    private static JsonObject Figure(Story story, FigureValue figure)
    {
        var from = figure.Kind == "gauge" ? (double?)null : figure.From;
        var point = Point(story, figure.At, from, figure.Value, []);
        var kind = figure.Kind switch
        {
            "gauge" => "gauge",
            "histogram" => "histogram",
            _ => "sum",
        };
        if (kind == "histogram")
        {
            point.Remove("asDouble");
            point["sum"] = figure.Value;
            point["count"] = $"{figure.Count}";
            point["min"] = figure.Min;
            point["max"] = figure.Max;
        }

        var data = new JsonObject { ["dataPoints"] = new JsonArray(point) };
        if (kind != "gauge")
        {
            data["aggregationTemporality"] = figure.Kind == "cumulative" ? 2 : 1;
        }

        return new JsonObject { ["name"] = figure.Name, [kind] = data };
    }

    private static JsonObject Point(
        Story story,
        double at,
        double? from,
        object value,
        (string, object?)[] attributes
    )
    {
        var point = new JsonObject
        {
            ["timeUnixNano"] = Nanos(story, at),
            ["attributes"] = Attributes([("session.id", story.Id), .. attributes]),
        };
        if (from is { } since)
        {
            point["startTimeUnixNano"] = Nanos(story, since);
        }

        if (value is int number)
        {
            point["asInt"] = $"{number}";
        }
        else
        {
            point["asDouble"] = (double)value;
        }

        return point;
    }

    private static IEnumerable<(string, object?)> OfStart(Story story)
    {
        var start = story.Said.OfType<SessionStart>().Single();
        yield return ("runner.name", start.Name);
        yield return ("runner.initial_capital", start.Capital);
        yield return ("runner.phase.count", start.Phases);
    }

    private static IEnumerable<(string, object?)> OfEnd(SessionEnd end)
    {
        yield return ("runner.session.status", end.Status);
        yield return ("runner.equity", end.Equity);
    }

    private static IEnumerable<(string, object?)> OfPhase(Story story, Statement one, int? index)
    {
        yield return ("runner.phase.name", one.Phase);
        yield return ("runner.phase.index", index);
        yield return ("runner.phase.run", story.NumbersRuns ? one.Run : null);
    }

    private static IEnumerable<(string, object?)> OfOutcome(PhaseEnd end)
    {
        yield return ("runner.phase.status", end.Status);
        yield return ("runner.trades", end.Trades?.Trades);
        yield return ("runner.wins", end.Trades?.Wins);
        yield return ("runner.losses", end.Trades?.Losses);
    }

    private static IEnumerable<(string, object?)> OfCheck(Check check)
    {
        yield return ("runner.checkpoint.name", check.Name);
        yield return ("runner.checkpoint.status", check.Status);
    }

    /// <summary>The root's, or one for each run of each phase.</summary>
    private static string SpanId(Statement one) =>
        one.Phase is null
            ? "00000000000000ff"
            : (one.Phase.Sum(letter => letter) * 1000L + one.Run).ToString(
                "x16",
                CultureInfo.InvariantCulture
            );

    private static string Nanos(Story story, double at) =>
        (Expected.At(story, at).ToUnixTimeMilliseconds() * 1_000_000).ToString(
            CultureInfo.InvariantCulture
        );

    private static JsonArray Attributes(params (string Key, object? Value)[] attributes) =>
        new([
            .. attributes
                .Where(attribute => attribute.Value is not null)
                .Select(attribute => new JsonObject
                {
                    ["key"] = attribute.Key,
                    ["value"] = attribute.Value switch
                    {
                        int number => new JsonObject { ["intValue"] = $"{number}" },
                        double number => new JsonObject { ["doubleValue"] = number },
                        var text => new JsonObject { ["stringValue"] = (string)text! },
                    },
                }),
        ]);
}
