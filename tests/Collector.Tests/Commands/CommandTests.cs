using Collector.Commands;
using Microsoft.Extensions.Hosting;
using Sessions;
using Sessions.Contract;
using Sessions.Sqlite.Read;

namespace Collector.Tests.Commands;

/// <summary>The program's verbs on real files.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Lines = """
        {"timestamp":"2025-10-10T06:37:11","session_id":"s/1","type":"runner_start"}
        {"timestamp":"2025-10-10T06:37:12","session_id":"s/1","type":"phase_start","phase":"data_phase"}
        {"timestamp":"2025-10-10T06:37:14","session_id":"s/1","type":"heartbeat","phase":"data_phase","level":"debug","metrics":{"equity":10050.0}}
        {"timestamp":"2025-10-10T06:37:17","session_id":"s/1","type":"phase_end","phase":"data_phase","status":"success"}
        {"timestamp":"2025-10-10T06:37:18","session_id":"s/1","type":"runner_end","status":"success"}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("commands");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData]
    [InlineData("--urls", "http://localhost:0")]
    [InlineData("urls=http://localhost:0")]
    public async Task Without_a_verb_the_collector_collects(params string[] args) =>
        Assert.Null(await CollectorCommands.TryRunAsync(args, _output, _errors));

    [Theory]
    [InlineData("exprot", "s")]
    [InlineData("status")]
    public async Task A_word_that_is_no_verb_is_refused_instead_of_collecting(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Contains(
            $"'{args[0]}' is no command; there are import, export",
            _errors.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        Assert.Equal(0, await RunAsync("--help"));

        foreach (var verb in (string[])["import", "export", "backup", "check", "prune"])
        {
            Assert.Contains(verb, _output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Asked_for_its_version_it_says_it_and_collects_nothing()
    {
        Assert.Equal(0, await RunAsync("--version"));

        Assert.Matches(@"^\d+\.\d+\.\d+", _output.ToString());
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", "no-such-file.jsonl")]
    [InlineData("export")]
    [InlineData("export", "s", "--all")]
    [InlineData("export", "s", "--format", "xml")]
    [InlineData("backup")]
    [InlineData("prune", "--keep-days", "-1")]
    [InlineData("prune", "--keep-days", "abc")]
    [InlineData("prune", "--keep-megabytes", "1e99")]
    [InlineData("prune", "--whatever")]
    public async Task Called_wrongly_it_says_so_and_ends_with_2(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.NotEmpty(_errors.ToString());
    }

    [Theory]
    [InlineData("--store", "x.db")]
    [InlineData("--store=x.db")]
    public void Without_a_command_the_store_option_names_the_store_to_collect_into(
        params string[] args
    ) =>
        Assert.Equal(
            [
                "--urls=x",
                $"--ConnectionStrings:sessions=Data Source=\"{Path.GetFullPath("x.db")}\"",
                "--a=b",
            ],
            CommandStore.AsSetting(["--urls=x", .. args, "--a=b"])
        );

    [Theory]
    [InlineData("--store")]
    [InlineData("--store=")]
    public void A_store_option_without_a_file_is_refused(params string[] args) =>
        Assert.Throws<ConfigurationException>(() => CommandStore.AsSetting(args));

    [Fact]
    public async Task A_folder_is_imported_file_by_file_and_exported_under_names_that_fit()
    {
        string[] ids = ["a", new string('x', 250), new string('/', 90), new string('/', 91)];
        var start =
            """{"timestamp":"2025-10-10T06:37:11Z","session_id":"ID","type":"runner_start"}""";
        var folder = _folder.CreateSubdirectory("in");
        foreach (var (id, i) in ids.Select((id, i) => (id, i)))
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, $"{i}.events.jsonl"),
                start.Replace("ID", id),
                TestContext.Current.CancellationToken
            );
        }

        var store = Path.Combine(_folder.FullName, "s.db");
        var to = Path.Combine(_folder.FullName, "out");
        var again = Path.Combine(_folder.FullName, "again.db");
        Assert.Equal(0, await RunAsync("import", folder.FullName, "--store", store));
        Assert.Equal(0, await RunAsync("export", "--all", "--to", to, "--store", store));
        Assert.Equal(0, await RunAsync("import", to, "--store", again));

        Assert.Equal(8, Directory.GetFiles(to).Length);
        await using var reader = new SqliteSessionReader(again);
        var page = await reader.ListAsync(new SessionQuery(), default);
        Assert.Equal(ids.Order(), page.Items.Select(session => session.Id).Order());
    }

    [Fact]
    public async Task A_session_that_cannot_be_exported_does_not_stop_the_others()
    {
        var store = Path.Combine(_folder.FullName, "s.db");
        var file = Path.Combine(_folder.FullName, "in.jsonl");
        await File.WriteAllLinesAsync(
            file,
            [
                """{"timestamp":"2025-10-10T06:37:11Z","session_id":"a","type":"runner_start"}""",
                """{"timestamp":"2025-10-10T06:37:12Z","session_id":"b","type":"runner_start"}""",
            ],
            TestContext.Current.CancellationToken
        );
        Assert.Equal(0, await RunAsync("import", file, "--store", store));
        var to = _folder.CreateSubdirectory("out");
        // In the place of its file there is a folder.
        to.CreateSubdirectory("a.events.jsonl.partial");

        Assert.Equal(3, await RunAsync("export", "--all", "--to", to.FullName, "--store", store));
        Assert.Contains("export: a: ", _errors.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(to.FullName, "b.summary.json")));
    }

    [Fact]
    public async Task A_folder_without_anything_to_import_is_refused()
    {
        var folder = _folder.CreateSubdirectory("in").FullName;
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() =>
            RunAsync("import", folder)
        );
        Assert.Contains("*.jsonl", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_lines_are_listed_by_file_and_number_and_end_with_3()
    {
        var file = Write("events.jsonl", Lines);

        Assert.Equal(3, await RunAsync("import", file, "--store", Store("a.db")));
        Assert.Contains(
            $"{file}(1): timestamp: has no offset, and nothing says which time zone it is in",
            _errors.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("events", "s%2F1.events.jsonl", "s%2F1.summary.json")]
    [InlineData("otlp", "s%2F1.otlp.jsonl")]
    public async Task An_exported_session_is_taken_in_again_as_the_same(
        string format,
        params string[] files
    )
    {
        var (first, second) = (Store("a.db"), Store("b.db"));
        Assert.Equal(0, await ImportAsync(first));

        Assert.Equal(
            0,
            await RunAsync(
                "export",
                "s/1",
                "--format",
                format,
                "--to",
                _folder.FullName,
                "--store",
                first
            )
        );
        var exported = files.Select(name => Path.Combine(_folder.FullName, name));
        Assert.Equal(0, await RunAsync(["import", .. exported, "--store", second]));

        Assert.Equal(await FactsAsync(first), await FactsAsync(second));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        var store = Store("a.db");
        await ImportAsync(store);
        var before = await FactsAsync(store);

        await ImportAsync(store);

        Assert.Equal(before, await FactsAsync(store));
        Assert.Contains(
            "0 events added, 0 completed, 5 known already",
            _output.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Everything_can_be_exported_and_a_session_that_is_not_there_is_named()
    {
        var store = Store("a.db");
        await ImportAsync(store);

        Assert.Equal(
            0,
            await RunAsync("export", "--all", "--to", _folder.FullName, "--store", store)
        );
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "s%2F1.summary.json")));

        Assert.Equal(3, await RunAsync("export", "nobody", "--store", store));
        Assert.Contains(
            "nobody: there is no such session",
            _errors.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_check_says_that_a_store_is_sound_or_why_not()
    {
        var store = Store("a.db");
        await ImportAsync(store);

        Assert.Equal(0, await RunAsync("check", "--store", store));

        Assert.Contains("sound", _output.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            RunAsync("check", "--store", Store("absent.db"))
        );
    }

    [Fact]
    public async Task A_backup_is_a_store_of_its_own_and_never_overwrites_one()
    {
        var (store, copy) = (Store("a.db"), Store("copy.db"));
        await ImportAsync(store);

        Assert.Equal(0, await RunAsync("backup", copy, "--store", store));

        Assert.Equal(await FactsAsync(store), await FactsAsync(copy));
        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            RunAsync("backup", copy, "--store", store)
        );
        Assert.Contains("is there already", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pruning_removes_what_is_older_than_what_is_to_be_kept()
    {
        var store = Store("a.db");
        await ImportAsync(store);

        Assert.Equal(0, await RunAsync("prune", "--keep-days", "30", "--store", store));

        Assert.Contains(
            "removed 1 sessions with 5 events",
            _output.ToString(),
            StringComparison.Ordinal
        );
        Assert.StartsWith("no session", await FactsAsync(store), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pruning_without_a_limit_is_refused()
    {
        var problem = await Assert.ThrowsAsync<ConfigurationException>(() =>
            RunAsync("prune", "--store", Store("a.db"))
        );

        Assert.Contains("--keep-days", problem.Message, StringComparison.Ordinal);
    }

    private string Store(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<int> ImportAsync(string store) =>
        RunAsync("import", Write("events.jsonl", Lines), "--time-zone", "utc", "--store", store);

    private async Task<int> RunAsync(params string[] args) =>
        await CollectorCommands.TryRunAsync(args, _output, _errors)
        ?? throw new InvalidOperationException("The arguments name no verb.");

    private static async Task<string> FactsAsync(string store)
    {
        await using var reader = new SqliteSessionReader(store);
        return SessionFacts.Of(await reader.FindAsync("s/1", default))
            + "\n"
            + await SessionFacts.FeedAsync(reader, "s/1");
    }
}
