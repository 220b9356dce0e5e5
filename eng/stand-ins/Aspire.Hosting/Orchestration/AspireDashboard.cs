using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The real Aspire dashboard, as the command-line package carries it.</summary>
sealed class AspireDashboard(IConfiguration configuration, string cli, ILogger logger)
{
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    readonly string browserToken = configuration["AppHost:BrowserToken"] ?? NewKey();
    readonly string apiKey = configuration["AppHost:DashboardApiKey"] ?? NewKey();
    readonly CancellationTokenSource stopping = new();
    SupervisedProcess? process;

    /// <summary>What the pages are served on.</summary>
    public string Url { get; } = Required(configuration, "ASPNETCORE_URLS").Split(';')[0];

    public OtlpTarget Otlp { get; } =
        new(
            Required(configuration, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"),
            configuration["AppHost:OtlpApiKey"] ?? NewKey()
        );

    public string LoginUrl => $"{Url}/login?t={browserToken}";

    // It keeps nothing that an orderly end would save.
    public void Start() =>
        process = new SupervisedProcess(
            StartInfo(),
            line => logger.LogDebug("{Line}", line),
            TimeSpan.Zero
        );

    /// <summary>Whether it has answered.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Says where the dashboard is as soon as it answers, or that it is not coming.</summary>
    public async Task AnnounceAsync(HttpClient client)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        deadline.CancelAfter(StartTimeout);
        try
        {
            while (!await AnswersAsync(client, deadline.Token))
            {
                if (process!.Exited.IsCompleted)
                {
                    logger.LogWarning(
                        "The Aspire dashboard did not start, going on without: {Why}",
                        process.LastWords
                    );
                    return;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
            }
            IsUp = true;
            logger.LogInformation("Now listening on: {Url}", Url);
            logger.LogInformation("Login to the dashboard at {LoginUrl}", LoginUrl);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            logger.LogWarning(
                "The Aspire dashboard has not answered within {Timeout}.",
                StartTimeout
            );
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was there.
        }
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        if (process is not null)
        {
            await process.StopAsync();
        }
    }

    async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync($"{Url}/login", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(cli) { WorkingDirectory = Path.GetDirectoryName(cli)! };
        foreach (
            var argument in (string[])
                [
                    "dashboard",
                    "run",
                    "--nologo",
                    "--non-interactive",
                    "--frontend-url",
                    Url,
                    "--otlp-grpc-url",
                    Otlp.Endpoint,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }
        // Its default would be the collector's port; nothing here sends to it.
        start.ArgumentList.Add("--otlp-http-url");
        start.ArgumentList.Add($"http://localhost:{FreePorts.Next()}");
        // The AppHost's own setting, for a resource service that there is none of here.
        start.Environment.Remove("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL");
        start.Environment["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken";
        start.Environment["DASHBOARD__FRONTEND__BROWSERTOKEN"] = browserToken;
        start.Environment["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey";
        start.Environment["DASHBOARD__OTLP__PRIMARYAPIKEY"] = Otlp.ApiKey;
        start.Environment["ASPIRE_DASHBOARD_API_ENABLED"] = "true";
        start.Environment["DASHBOARD__API__AUTHMODE"] = "ApiKey";
        start.Environment["DASHBOARD__API__PRIMARYAPIKEY"] = apiKey;
        start.Environment["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true";
        start.Environment["ASPIRE_DASHBOARD_TELEMETRY_OPTOUT"] = "true";
        // It unpacks itself once, into its user's folder: that one is kept beside the package.
        var home = Path.Combine(Path.GetDirectoryName(cli)!, "home");
        Directory.CreateDirectory(home);
        start.Environment["HOME"] = home;
        return start;
    }

    static string Required(IConfiguration configuration, string key) =>
        configuration[key]
        ?? throw new DistributedApplicationException(
            $"{key} is not set: start the AppHost with its launch profile (dotnet run), or set the variable."
        );

    static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
