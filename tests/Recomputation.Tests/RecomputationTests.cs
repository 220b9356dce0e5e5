using System.Globalization;
using System.Text.RegularExpressions;

namespace Recomputation.Tests;

/// <summary>
/// Random sessions through a real collector, a real store and a real dashboard: every figure in the API, on the page and
/// in an export is the one that a recomputation from the conventions' words gives.
/// </summary>
public sealed class RecomputationTests : IAsyncLifetime
{
    /// <summary>How many sessions instead, and from which random start.</summary>
    private const string CountVariable = "RECOMPUTED_SESSIONS";
    private const string SeedVariable = "RECOMPUTED_SEED";

    private const int SessionsByDefault = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("recomputation").FullName;
    private readonly HttpClient _collector = Client();
    private readonly HttpClient _dashboard = Client();
    private ChildProcess? _collecting;
    private ChildProcess? _showing;

    public async ValueTask InitializeAsync()
    {
        var store = $"Data Source={Path.Combine(_folder, "sessions.db")}";
        _collecting = ChildProcess.StartProject(
            "Collector",
            [],
            new()
            {
                ["ConnectionStrings__sessions"] = store,
                ["Kestrel__Endpoints__OtlpGrpc__Url"] =
                    $"http://127.0.0.1:{ChildProcess.FreePort()}",
                ["Kestrel__Endpoints__OtlpGrpc__Protocols"] = "Http2",
                ["Kestrel__Endpoints__OtlpHttp__Url"] = _collector.BaseAddress!.ToString(),
                ["Kestrel__Endpoints__OtlpHttp__Protocols"] = "Http1",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
            }
        );
        await _collecting.UntilAliveAsync(_collector, Patience);
        _showing = ChildProcess.StartProject(
            "Dashboard.Web",
            [],
            new()
            {
                ["ConnectionStrings__sessions"] = store,
                ["ASPNETCORE_URLS"] = _dashboard.BaseAddress!.ToString(),
                ["services__collector__http__0"] = _collector.BaseAddress!.ToString(),
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
            }
        );
        await _showing.UntilAliveAsync(_dashboard, Patience);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (ChildProcess?[])[_showing, _collecting])
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        _collector.Dispose();
        _dashboard.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_figure_is_the_recomputed_one()
    {
        var (count, seed) = (Setting(CountVariable, SessionsByDefault), Setting(SeedVariable, 1));
        var stories = new Stories(seed);
        var sender = new Sender(_collector, seed);
        var shown = new Shown(_dashboard);
        var differences = new List<string>();
        for (var number = 0; number < count && differences.Count < 10; number++)
        {
            var story = stories.Next(number);
            await sender.SendAsync(story);
            var expected = Expected.Of(story).ToList();
            Compare(story, "API", expected, await shown.OfApiAsync(story), differences);
            var counts = await shown.OfExportAsync(story.Id);
            Compare(story, "export", expected.Intersect(counts), counts, differences);
            ComparePage(story, expected, await shown.PageAsync(story.Id), differences);
        }

        Assert.True(differences.Count == 0, $"seed {seed}\n{string.Join("\n\n", differences)}");
    }

    private static void Compare(
        Story story,
        string where,
        IEnumerable<string> expected,
        IReadOnlyList<string> actual,
        List<string> differences
    )
    {
        // What has not ended takes longer from moment to moment.
        var growing =
            story.HasEnded || story.IsLost
                ? []
                : story.OpenPhases.Select(phase => $"{phase} elapsed ").ToArray();
        var (missing, odd) = (
            expected.Except(actual).ToList(),
            actual.Except(expected).Where(line => !growing.Any(line.StartsWith)).ToList()
        );
        if (missing.Count + odd.Count > 0)
        {
            differences.Add(
                $"{story.Id} in the {where}: expected {string.Join("; ", missing)}, not {string.Join("; ", odd)}\n{string.Join('\n', story.Said)}"
            );
        }
    }

    /// <summary>The page shows each phase with its status and runs, and each figure.</summary>
    private static void ComparePage(
        Story story,
        List<string> expected,
        string page,
        List<string> differences
    )
    {
        var shown = new List<string>();
        foreach (
            Match phase in Regex.Matches(
                page,
                """<li class="ph [^"]*" data-phase="([^"]*)" data-status="([^"]*)">(.*?)</li>""",
                RegexOptions.Singleline
            )
        )
        {
            var runs = Regex.Match(phase.Groups[3].Value, """data-field="runs">([\d,]+)×""");
            shown.Add($"{phase.Groups[1].Value} {phase.Groups[2].Value.Replace(' ', '_')}");
            shown.Add(
                $"{phase.Groups[1].Value} runs {(runs.Success ? runs.Groups[1].Value : "1")}"
            );
        }

        shown.AddRange(
            Regex.Matches(page, "data-figure=\"([^\"]*)\"").Select(figure => figure.Groups[1].Value)
        );
        var names = story.Said.OfType<PhaseStart>().Select(phase => phase.Phase).ToHashSet();
        var wanted = expected
            .Where(line =>
                line.Split(' ') is [var name, _] && names.Contains(name)
                || line.Split(' ') is [var phase, "runs", _] && names.Contains(phase)
            )
            .Concat(story.Said.OfType<FigureValue>().Select(figure => figure.Name));
        Compare(story, "page", wanted, shown, differences);
    }

    private static int Setting(string variable, int otherwise) =>
        int.Parse(
            Environment.GetEnvironmentVariable(variable) ?? $"{otherwise}",
            CultureInfo.InvariantCulture
        );

    private static HttpClient Client() =>
        new() { BaseAddress = new Uri($"http://127.0.0.1:{ChildProcess.FreePort()}") };
}
