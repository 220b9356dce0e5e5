using System.Globalization;
using ClickHouse.Engine;
using Sessions;
using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Write;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>
/// Many sessions of many runners: how long the store takes to tell of them, and, at the address of a dashboard that reads
/// the same file, how long the pages and the API take.
/// </summary>
internal static class Runners
{
    private static readonly Figure Rows = new("import.rows", FigureKind.Sum, false, null)
    {
        Unit = "{row}",
    };

    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var (runners, sessions) = (
            Number(options, "runners", 200),
            Number(options, "sessions", 50_000)
        );
        if (options.GetValueOrDefault("store") == "clickhouse")
        {
            await using var engine = await ChdbServer.StartAsync(file);
            var settings = ClickHouseSettings.Parse(engine.ConnectionString("sessions"));
            await using (var writer = new ClickHouseSessionWriter(settings))
            {
                await FillAsync(writer, runners, sessions);
            }

            await using var clickHouse = new ClickHouseSessionReader(settings);
            Stopclock.Head();
            await AskAsync(clickHouse, Number(options, "rounds", 30), runners);
            return;
        }

        if (!File.Exists(file))
        {
            await using var writer = SqliteSessionWriter.Open(file);
            await FillAsync(writer, runners, sessions);
        }

        var rounds = Number(options, "rounds", 300);
        Stopclock.Head();
        if (options.GetValueOrDefault("url") is { } url)
        {
            var random = new Random(1);
            string Any() => Name(random.Next(runners));
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            async ValueTask<string> GetAsync(string path) => await client.GetStringAsync(path);
            await Stopclock.MeasureAsync(
                "/api/runners, 100 of them",
                rounds,
                () => GetAsync("/api/runners")
            );
            await Stopclock.MeasureAsync("/runners", rounds, () => GetAsync("/runners"));
            await Stopclock.MeasureAsync(
                "/runners/{name}",
                rounds,
                () => GetAsync($"/runners/{Any()}")
            );
            await Stopclock.MeasureAsync(
                "/api/runners/{name}",
                rounds,
                () => GetAsync($"/api/runners/{Any()}")
            );
            await Stopclock.MeasureAsync(
                "/health/runners/{name}",
                rounds,
                async () =>
                {
                    using var answer = await client.GetAsync($"/health/runners/{Any()}");
                    return await answer.Content.ReadAsStringAsync();
                }
            );
            return;
        }

        await using var reader = new SqliteSessionReader(file);
        await AskAsync(reader, rounds, runners);
    }

    private static async Task AskAsync(ISessionReader reader, int rounds, int runners)
    {
        var random = new Random(1);
        await Stopclock.MeasureAsync(
            "a page of 200 runners",
            rounds,
            () => reader.RunnersAsync(new RunnerQuery { Limit = 200 }, default)
        );
        var page = await reader.RunnersAsync(new RunnerQuery { Limit = 200 }, default);
        await Stopclock.MeasureAsync(
            "judging 200 runners",
            rounds,
            () =>
            {
                var context = new VerdictContext { Now = DateTimeOffset.UtcNow };
                return ValueTask.FromResult(
                    page.Items.Select(runner => RunnerStatus.Of(runner, context)).ToList()
                );
            }
        );
        await Stopclock.MeasureAsync(
            "one runner",
            rounds,
            () => reader.FindRunnerAsync(Name(random.Next(runners)), default)
        );
    }

    private static int Number(Dictionary<string, string> options, string key, int otherwise) =>
        options.TryGetValue(key, out var text)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;

    private static string Name(int runner) =>
        string.Create(CultureInfo.InvariantCulture, $"job-{runner:000}");

    private static async Task FillAsync(ISessionWriter writer, int runners, int sessions)
    {
        var now = DateTimeOffset.UtcNow;
        var each = sessions / runners;
        for (var i = 0; i < each; i++)
        {
            var batch = new WriteBatch { ArrivedAt = now.AddHours(i - each + 1) };
            for (var runner = 0; runner < runners; runner++)
            {
                // Hourly, each at a minute of its own; the newest session of every tenth goes on.
                var start = now.AddHours(i - each).AddMinutes(runner % 50);
                Add(batch, runner, i, start, isOpen: i == each - 1 && runner % 10 == 0);
            }

            await writer.WriteAsync(batch, CancellationToken.None);
        }
    }

    private static void Add(
        WriteBatch batch,
        int runner,
        int number,
        DateTimeOffset start,
        bool isOpen
    )
    {
        var id =
            $"{(uint)(runner * 7919 + number * 104_729):x8}-0000-7000-8000-{runner * 100_000L + number:x12}";
        var hasMoney = runner % 2 == 0;
        var fails = (runner + number) % 23 == 0;
        SessionEvent At(EventType type, double seconds) =>
            new()
            {
                SessionId = id,
                Type = type,
                Timestamp = start.AddSeconds(seconds),
                Phase = type is EventType.RunnerStart or EventType.RunnerEnd ? null : "work",
            };

        batch.Events.Add(
            At(EventType.RunnerStart, 0) with
            {
                Session = new SessionHeader
                {
                    RunnerName = Name(runner),
                    InitialCapital = hasMoney ? 10_000 : null,
                    Currency = hasMoney ? "EUR" : null,
                    Schedule =
                        runner % 3 == 0
                            ? new Schedule("5 * * * *", "Europe/Berlin", null, null)
                            : null,
                },
                Run = new RunFacts(
                    $$"""{"batch":{{200 + (number / 90)}}}""",
                    """{"service.version":"1.8.2","host.name":"night-1"}"""
                ),
            }
        );
        batch.Events.Add(At(EventType.PhaseStart, 1));
        batch.Events.Add(
            At(EventType.Checkpoint, 2) with
            {
                Checkpoint = "ready",
                Status = EventStatus.Pass,
            }
        );
        for (var beat = 1; beat <= 3; beat++)
        {
            batch.Events.Add(
                At(EventType.Heartbeat, 60 * beat) with
                {
                    Beat = new Beat(beat, 60, beat),
                    Figures = hasMoney
                        ? new Figures { Equity = 10_000 + (number * 7 + runner * beat) % 300 }
                        : null,
                }
            );
        }

        if (!hasMoney)
        {
            batch.Figures.Add(
                new FigurePoint(
                    id,
                    Rows,
                    1,
                    null,
                    start.AddSeconds(180),
                    new FigureAmount(1_000 + number)
                )
            );
        }

        if (isOpen)
        {
            return;
        }

        var end = fails ? EventStatus.Failed : EventStatus.Success;
        batch.Events.Add(
            At(EventType.PhaseEnd, 190 + number % 20) with
            {
                Status = end,
                Message = fails ? $"disk {number % 4} is full" : null,
            }
        );
        batch.Events.Add(At(EventType.RunnerEnd, 191 + number % 20) with { Status = end });
    }
}
