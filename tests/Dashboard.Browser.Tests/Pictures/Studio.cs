using Dashboard.Tests.Store;
using Runner.Worker.Tests.Pipeline;
using Sessions;

namespace Dashboard.Browser.Tests.Pictures;

/// <summary>
/// What the pictures show: real runners at a pace that people can watch, received by a real collector. Some sessions have
/// ended in every way that there is, one hangs, one is running.
/// </summary>
internal sealed class Studio : IAsyncDisposable
{
    private const string Name = "index-trader";

    private static readonly string[] Paced =
    [
        "--Runner:Name",
        Name,
        "--Runner:HeartbeatInterval",
        "00:00:00.500",
        "--Runner:Replay:Interval",
        "00:00:00.100",
        "--Runner:Pace:Row",
        "00:00:00.0018",
        "--Runner:Pace:Fold",
        "00:00:00.300",
        "--Runner:Retry:Delay",
        "00:00:01",
    ];

    private readonly RealPipeline _pipeline;

    private Studio(RealPipeline pipeline) => _pipeline = pipeline;

    public DashboardApp App { get; private set; } = null!;

    /// <summary>A dashboard that no runner has reported to yet.</summary>
    public DashboardApp Empty { get; } = new();

    public string Finished { get; private set; } = "";

    public string Failed { get; private set; } = "";

    public string Hung { get; private set; } = "";

    public string Running { get; private set; } = "";

    /// <summary>Ready when the running session is in its last phase and the hanging one has been found out.</summary>
    public static async Task<Studio> OpenAsync()
    {
        var studio = new Studio(await RealPipeline.StartAsync());
        studio.App = new DashboardApp(
            $"--ConnectionStrings:sessions=Data Source={studio._pipeline.StoreFile}",
            $"--Collector:StatusUrl={studio._pipeline.HttpEndpoint}/status"
        );
        _ = studio.Empty.Writer;
        await studio.Empty.StartAsync();
        await studio.ActAsync();
        return studio;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Empty.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    private async Task ActAsync()
    {
        // What is usual takes three sessions to know.
        var usual = Array.ConvertAll(
            (string[])["DAX", "SMI", "FTSE"],
            symbol => Start("success", "150", "--Runner:Data:Symbols", symbol)
        );
        _pipeline.StartRunner("mixed", "--Runner:Name", "night-watch", "--sessions", "8");
        await EndOfAsync(usual);
        Start("hang", "150", "--Runner:HangFor", "01:00:00");
        await EndOfAsync(Start("fail", "150"), Start("retry", "150"));
        await App.StartAsync();
        Start("success", "400");

        Running = (
            await _pipeline.SessionAsync(
                Name,
                session => session is { HasEnded: false, Totals.Trades: >= 3 }
            )
        ).Id;
        var sessions = await _pipeline.SessionsAsync(Name);
        Hung = sessions.Single(session => !session.HasEnded && session.Id != Running).Id;
        // The one that went wrong twice and recovered.
        Finished = sessions.Last(session => session.Status == SessionStatus.Success).Id;
        Failed = sessions.Single(session => session.Status == SessionStatus.Failed).Id;
    }

    private ChildProcess Start(string scenario, string bars, params string[] more) =>
        _pipeline.StartRunner(scenario, [.. Paced, "--Runner:Replay:Bars", bars, .. more]);

    private static async Task EndOfAsync(params ChildProcess[] runners)
    {
        foreach (var runner in runners)
        {
            Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromMinutes(2)));
        }
    }
}
