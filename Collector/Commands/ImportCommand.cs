using System.CommandLine;
using System.Globalization;
using Sessions;

namespace Collector.Commands;

/// <summary><c>import</c>: reads exported sessions, OTLP/JSON, and the Python runner's <c>events.jsonl</c> and <c>summary.json</c>.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<FileSystemInfo[]>("file")
        {
            Description =
                "Events (*.events.jsonl, events.jsonl), summaries (*.summary.json, summary.json) or OTLP/JSON, told apart by their content; of a folder every *.jsonl and *.json in it.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.AcceptExistingOnly();
        var zone = new Option<TimeZoneInfo?>("--time-zone")
        {
            Description =
                "What times without an offset mean: utc, local, or a zone such as Europe/Berlin. Without it such lines are refused.",
            HelpName = "zone",
            CustomParser = result => Zone(result),
        };
        var runner = new Option<string?>("--runner")
        {
            Description = "The runner's name for sessions whose start names none.",
            HelpName = "name",
        };
        var strict = new Option<bool>("--strict")
        {
            Description =
                "Refuse every line that does not follow the schema, instead of keeping odd fields among the details.",
        };
        var store = CommandStore.Option();
        var command = new Command(
            "import",
            "Imports sessions from files; importing the same file again changes nothing. Invalid lines are listed; the others are imported. No collector may be writing to the same SQLite file; to ClickHouse any number may."
        )
        {
            files,
            zone,
            runner,
            strict,
            store,
        };
        command.SetAction(
            async (result, cancellationToken) =>
            {
                var reading = result.GetValue(strict)
                    ? SchemaReading.Strict
                    : SchemaReading.Lenient;
                var options = new ImportOptions
                {
                    Reading = reading with { NaiveTimes = result.GetValue(zone) },
                    RunnerName = result.GetValue(runner),
                };
                await using var services = CommandStore.Open(
                    CommandStore.Configuration(result.GetValue(store)),
                    forWriting: true
                );
                return await RunAsync(
                    services,
                    FilesOf(result.GetRequiredValue(files)),
                    options,
                    result.InvocationConfiguration,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static List<string> FilesOf(IEnumerable<FileSystemInfo> named) =>
        [.. named.SelectMany(FilesOf)];

    private static IEnumerable<string> FilesOf(FileSystemInfo named) =>
        named is DirectoryInfo folder
            ? folder
                .EnumerateFiles()
                .Where(file => file.Extension is ".jsonl" or ".json")
                .Select(file => file.FullName)
                .Order(StringComparer.Ordinal)
            : [named.FullName];

    private static async Task<int> RunAsync(
        IServiceProvider services,
        IReadOnlyList<string> files,
        ImportOptions options,
        InvocationConfiguration console,
        CancellationToken cancellationToken
    )
    {
        if (files.Count == 0)
        {
            throw new ConfigurationException("import: the folder holds no *.jsonl or *.json.");
        }

        // The writer first: it makes the store that the reader reads.
        var writer = services.GetRequiredService<ISessionWriter>();
        var reader = services.GetRequiredService<ISessionReader>();
        var exitCode = CollectorCommands.Done;
        foreach (
            var (path, kind) in files
                .Select(file => (Path: file, Kind: ImportKinds.Of(file)))
                .OrderBy(file => file.Kind)
        )
        {
            await using var stream = File.OpenRead(path);
            var report = kind switch
            {
                ImportKind.Otlp => await new OtlpImport(writer, reader, options.Clock).ReadAsync(
                    stream,
                    cancellationToken
                ),
                ImportKind.Events => await new EventImport(writer, options).ReadAsync(
                    stream,
                    cancellationToken
                ),
                _ => await new SummaryImport(writer, reader, options).ReadAsync(
                    stream,
                    cancellationToken
                ),
            };
            Say(path, report, console);
            exitCode = report.BadLines > 0 ? CollectorCommands.Incomplete : exitCode;
        }

        return exitCode;
    }

    private static void Say(string path, ImportReport report, InvocationConfiguration console)
    {
        foreach (var bad in report.Bad)
        {
            console.Error.WriteLine($"{path}({bad.Number}): {bad.Reason}");
        }

        if (report.BadLines > report.Bad.Count)
        {
            console.Error.WriteLine($"{path}: and {report.BadLines - report.Bad.Count} more");
        }

        console.Output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {report.Sessions.Count:N0} sessions, {report.Added:N0} events added, {report.Merged:N0} completed, {report.Known:N0} known already; {report.BadLines:N0} of {report.Lines:N0} lines refused"
            )
        );
    }

    private static TimeZoneInfo? Zone(System.CommandLine.Parsing.ArgumentResult result)
    {
        var name = result.Tokens[^1].Value;
        if (name.Equals("utc", StringComparison.OrdinalIgnoreCase))
        {
            return TimeZoneInfo.Utc;
        }

        if (name.Equals("local", StringComparison.OrdinalIgnoreCase))
        {
            return TimeZoneInfo.Local;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        result.AddError(
            $"--time-zone: '{name}' is no time zone; write utc, local or a name such as Europe/Berlin."
        );
        return null;
    }
}
