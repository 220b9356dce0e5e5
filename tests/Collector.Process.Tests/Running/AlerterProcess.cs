namespace ProcessTests.Running;

/// <summary>The built alerter as a process of its own, on a free port, looking ten times a second.</summary>
internal sealed class AlerterProcess : ServiceProcess
{
    private AlerterProcess(string store, IEnumerable<string> settings)
        : base(
            BuildPaths.Alerts,
            endpoints: 1,
            [
                LogsWhereItListens,
                "--urls=http://127.0.0.1:0",
                $"--ConnectionStrings:sessions=Data Source={store}",
                "--Alerts:IntervalSeconds=0.1",
                .. settings,
            ]
        ) { }

    public Uri Url { get; private set; } = null!;

    /// <summary>Starts one and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not listen in time; the message has what it said.</exception>
    public static async Task<AlerterProcess> StartAsync(string store, IEnumerable<string> settings)
    {
        var alerter = new AlerterProcess(store, settings);
        alerter.Url = (await alerter.UntilListeningAsync())[0];
        return alerter;
    }
}
