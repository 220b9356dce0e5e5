using System.Diagnostics;
using System.Globalization;
using Sessions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Store.Benchmarks;

/// <summary>How long the page's questions take on a filled store, while 20,000 events a second are written to it.</summary>
internal static class Query
{
    /// <summary>How many sessions are written to meanwhile.</summary>
    private const int Written = 100;

    private const int FirstWritten = 500_000;

    public static async Task RunAsync(string file, Dictionary<string, string> options)
    {
        var rate = int.Parse(
            options.GetValueOrDefault("rate", "20000"),
            CultureInfo.InvariantCulture
        );
        var rounds = int.Parse(
            options.GetValueOrDefault("rounds", "1000"),
            CultureInfo.InvariantCulture
        );
        // Which sessions it holds: those of Fill begin at 0, those of Soak at 1,000,000.
        var first = int.Parse(
            options.GetValueOrDefault("first", "0"),
            CultureInfo.InvariantCulture
        );
        var sessions = int.Parse(
            options.GetValueOrDefault("sessions", "9000"),
            CultureInfo.InvariantCulture
        );
        await using var writer = SqliteSessionWriter.Open(file);
        await using var reader = new SqliteSessionReader(file);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(writer, rate, stop.Token));
        string Id(int number) => $"0193f0c0-0000-7000-8000-{number:x12}";
        var big = Id(first);
        var random = new Random(1);
        string Any() => Id(first + random.Next(1, sessions));
        var week = DateTimeOffset.UtcNow.AddDays(-20);
        EventQuery Latest(string id) => new() { SessionId = id, Limit = 100 };

        Stopclock.Only = options.GetValueOrDefault("only", "");
        Stopclock.Head();
        await Stopclock.MeasureAsync(
            "latest 100 events, largest session",
            rounds,
            () => reader.EventsAsync(Latest(big), default)
        );
        await Stopclock.MeasureAsync(
            "latest 100 events, any session",
            rounds,
            () => reader.EventsAsync(Latest(Any()), default)
        );
        await Stopclock.MeasureAsync(
            "latest 100 events, any session that is written to",
            rounds,
            () => reader.EventsAsync(Latest(Id(FirstWritten + random.Next(Written))), default)
        );
        await Stopclock.MeasureAsync(
            "latest 100, one phase and type",
            rounds,
            () =>
                reader.EventsAsync(
                    Latest(big) with
                    {
                        Types = [EventType.Checkpoint],
                        Phases = ["api_phase"],
                    },
                    default
                )
        );
        await Stopclock.MeasureAsync(
            "latest 100, a rare level (1 in 50,000)",
            rounds,
            () => reader.EventsAsync(Latest(big) with { Levels = [EventLevel.Error] }, default)
        );
        await Stopclock.MeasureAsync(
            "latest 100, a type that is not there",
            rounds,
            () =>
                reader.EventsAsync(
                    Latest(big) with
                    {
                        Types = [EventType.AutocorrectAttempt],
                    },
                    default
                )
        );
        await Stopclock.MeasureAsync(
            "session list, by start",
            rounds,
            () => reader.ListAsync(new SessionQuery(), default)
        );
        await Stopclock.MeasureAsync(
            "session list, by duration",
            rounds,
            () => reader.ListAsync(new SessionQuery { Sort = SessionSort.Duration }, default)
        );
        await Stopclock.MeasureAsync(
            "session list, by ROI",
            rounds,
            () => reader.ListAsync(new SessionQuery { Sort = SessionSort.Roi }, default)
        );
        await Stopclock.MeasureAsync(
            "session list, running",
            rounds,
            () => reader.ListAsync(new SessionQuery { Status = SessionStatus.Running }, default)
        );
        await Stopclock.MeasureAsync(
            "session list, a week of three ago",
            rounds,
            () => reader.ListAsync(new SessionQuery { From = week, To = week.AddDays(7) }, default)
        );
        await Stopclock.MeasureAsync(
            "session list, totals of all",
            rounds,
            () => reader.TotalsAsync(new SessionQuery(), default)
        );
        await Stopclock.MeasureAsync(
            "session list, totals of a week",
            rounds,
            () =>
                reader.TotalsAsync(new SessionQuery { From = week, To = week.AddDays(7) }, default)
        );
        await Stopclock.MeasureAsync(
            "session list, a session's id typed in",
            rounds,
            () => reader.ListAsync(new SessionQuery { Text = Any() }, default)
        );
        await Stopclock.MeasureAsync(
            "session list, a text that is nowhere",
            rounds,
            () => reader.ListAsync(new SessionQuery { Text = "nowhere" }, default)
        );
        // 4,096 sessions share it, none of them among the newest.
        var shared = Id(first + sessions / 2)[..^3];
        foreach (var text in (string[])[options.GetValueOrDefault("text", "load"), shared])
        {
            foreach (var sort in Enum.GetValues<SessionSort>())
            {
                await Stopclock.MeasureAsync(
                    $"session list, text {text}, by {sort}",
                    rounds,
                    () => reader.ListAsync(new SessionQuery { Text = text, Sort = sort }, default)
                );
            }
        }

        await Stopclock.MeasureAsync("one session", rounds, () => reader.FindAsync(Any(), default));
        var page = (await reader.ListAsync(new SessionQuery(), default))
            .Items.Select(s => s.Id)
            .ToList();
        await Stopclock.MeasureAsync(
            "spark lines of 50 sessions",
            rounds / 10,
            () => reader.SparkLinesAsync(page, 24, default)
        );
        await Stopclock.MeasureAsync(
            "history of a runner",
            rounds / 10,
            () => reader.HistoryAsync("load", DateTimeOffset.UtcNow, default)
        );
        await Stopclock.MeasureAsync(
            "equity in 400 points, any session",
            rounds / 10,
            () => reader.EquityAsync(Any(), 400, default)
        );
        await Stopclock.MeasureAsync(
            "equity in 400 points, largest session",
            Math.Max(20, rounds / 100),
            () => reader.EquityAsync(big, 400, default)
        );
        await stop.CancelAsync();
        Console.WriteLine($"\nwritten meanwhile: {await writing:n0} events/s");
    }

    private static async Task<double> WriteAsync(
        ISessionWriter writer,
        int rate,
        CancellationToken stop
    )
    {
        var workload = new Workload(Written, DateTimeOffset.UtcNow, FirstWritten);
        var watch = Stopwatch.StartNew();
        var written = 0L;
        // A few events of each session to a commit: with more of them no place would be recent.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var due = (int)(watch.Elapsed.TotalSeconds * rate - written);
                if (due <= 0)
                {
                    continue;
                }

                var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
                batch.Events.AddRange(workload.Next(due, 0.9));
                await writer.WriteAsync(batch, default);
                written += due;
            }
        }
        catch (OperationCanceledException) { }

        return written / watch.Elapsed.TotalSeconds;
    }
}
