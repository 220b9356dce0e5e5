using System.Diagnostics;
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
/// The same events into SQLite and into ClickHouse's embedded engine, one after the other in one run: how fast they go
/// in, what they take on disk, and how long the feed's questions take afterwards. Nine in ten are beats; half of all
/// belong to one session.
/// </summary>
internal static class Compare
{
    private const string Big = "0193f0c0-0000-7000-8000-000000000000";

    public static async Task RunAsync(string folder, Dictionary<string, string> options)
    {
        var events = Number(options, "events", 1_000_000);
        var batch = Number(options, "batch", 16_384);
        var rounds = Number(options, "rounds", 200);
        Directory.CreateDirectory(folder);

        var file = Path.Combine(folder, "compare.db");
        await using (var writer = SqliteSessionWriter.Open(file))
        {
            await FillAsync("SQLite", writer, events, batch);
        }

        Console.WriteLine($"SQLite: {Sizes(file) / (double)events:0} bytes an event on disk");
        await using (var reader = new SqliteSessionReader(file))
        {
            await AskAsync("SQLite", reader, rounds);
        }

        await using var engine = await ChdbServer.StartAsync(Path.Combine(folder, "clickhouse"));
        var settings = ClickHouseSettings.Parse(engine.ConnectionString("sessions"));
        await using (var writer = new ClickHouseSessionWriter(settings))
        {
            await FillAsync("ClickHouse", writer, events, batch);
        }

        using var http = new HttpClient
        {
            BaseAddress = settings.Address,
            Timeout = TimeSpan.FromMinutes(5),
        };
        var bytes = await BytesAsync(http, settings.Database);
        Console.WriteLine($"ClickHouse: {bytes / (double)events:0} bytes an event on disk, merged");
        await Stopclock.MeasureAsync(
            "ClickHouse: SELECT 1",
            rounds,
            async () => await AnswerAsync(http, settings.Database, "SELECT 1")
        );
        await using (var reader = new ClickHouseSessionReader(settings))
        {
            await AskAsync("ClickHouse", reader, rounds);
        }
    }

    private static async Task FillAsync(string store, ISessionWriter writer, int events, int batch)
    {
        var start = DateTimeOffset.UtcNow;
        var (big, others) = (new Workload(1, start), new Workload(100, start, first: 1));
        await WriteAsync(writer, [.. big.Starts(), .. others.Starts()]);
        var busy = TimeSpan.Zero;
        for (var written = 0; written < events; written += batch)
        {
            // Making them is not counted.
            List<SessionEvent> some = [.. big.Next(batch / 2, 0.9), .. others.Next(batch / 2, 0.9)];
            var watch = Stopwatch.StartNew();
            await WriteAsync(writer, some);
            busy += watch.Elapsed;
        }

        Console.WriteLine(
            $"{store}: {events:n0} events, {batch:n0} a batch: {events / busy.TotalSeconds:n0} events/s"
        );
    }

    private static async Task AskAsync(string store, ISessionReader reader, int rounds)
    {
        var latest = new EventQuery { SessionId = Big, Limit = 100 };
        (string, EventQuery)[] questions =
        [
            ("latest 100", latest),
            (
                "latest 100, one phase and type",
                latest with
                {
                    Types = [EventType.Checkpoint],
                    Phases = ["api_phase"],
                }
            ),
            ("latest 100, a rare level", latest with { Levels = [EventLevel.Error] }),
            (
                "latest 100, a type that is not there",
                latest with
                {
                    Types = [EventType.AutocorrectAttempt],
                }
            ),
        ];
        foreach (var (name, query) in questions)
        {
            await Stopclock.MeasureAsync(
                $"{store}: {name}",
                rounds,
                () => reader.EventsAsync(query, default)
            );
        }
    }

    private static async Task WriteAsync(ISessionWriter writer, List<SessionEvent> events)
    {
        var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
        batch.Events.AddRange(events);
        await writer.WriteAsync(batch, CancellationToken.None);
    }

    private static long Sizes(string file) =>
        Directory
            .GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*")
            .Sum(one => new FileInfo(one).Length);

    private static async Task<long> BytesAsync(HttpClient http, string database)
    {
        await AnswerAsync(http, database, "OPTIMIZE TABLE statement FINAL");
        await AnswerAsync(http, database, "OPTIMIZE TABLE session FINAL");
        var answer = await AnswerAsync(
            http,
            database,
            $"SELECT toString(sum(bytes_on_disk)) FROM system.parts WHERE active AND database = '{database}'"
        );
        return long.Parse(answer.Trim('[', ']', '"', '\n'), CultureInfo.InvariantCulture);
    }

    private static async Task<string> AnswerAsync(
        HttpClient http,
        string database,
        string statement
    )
    {
        using var body = new StringContent(statement);
        using var response = await http.PostAsync($"/?database={database}", body);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"{statement}: {text}");
    }

    private static int Number(Dictionary<string, string> options, string name, int otherwise) =>
        options.TryGetValue(name, out var value)
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : otherwise;
}
