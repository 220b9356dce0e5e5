using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Otlp.Receiver;

namespace AppHost.Tests;

/// <summary>
/// The real AppHost with all its services, short sessions, a store of its own, and a receiver where the Aspire dashboard
/// would be.
/// </summary>
public abstract class WholeApp : IAsyncLifetime
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(240);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("app-host-");

    /// <summary>Where its store is.</summary>
    public string Folder => _folder.FullName;

    public DistributedApplication Application { get; private set; } = null!;

    /// <summary>Where the Aspire dashboard would be.</summary>
    public OtlpReceiver Backend { get; private set; } = null!;

    public HttpClient Dashboard { get; private set; } = null!;

    public HttpClient Collector { get; private set; } = null!;

    /// <summary>Why it could not be started here; its tests are skipped then.</summary>
    public string? Missing { get; protected set; }

    public virtual async ValueTask InitializeAsync()
    {
        Backend = await OtlpReceiver.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([
            $"--ConnectionStrings:sessions={ConnectionString(_folder.FullName)}",
            $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={Backend.Grpc}",
            $"--Runner:Replay:Interval={BarInterval}",
            "--Runner:HeartbeatInterval=00:00:01",
            "--Runner:SessionPause=00:00:01",
            .. Settings,
        ]);
        Application = await builder.BuildAsync();
        await Application.StartAsync();
        Dashboard = Application.CreateHttpClient("dashboard");
        Collector = Application.CreateHttpClient("collector", "otlp-http");
        using var deadline = new CancellationTokenSource(Limit);
        await Application.ResourceNotifications.WaitForResourceHealthyAsync(
            "dashboard",
            deadline.Token
        );
    }

    /// <summary>Asks the read API until it has an answer that satisfies the condition.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Limit);
        var newest = "nothing";
        while (true)
        {
            try
            {
                newest = await AnswerAsync(path, deadline.Token);
                using var answer = JsonDocument.Parse(newest);
                if (condition(answer.RootElement))
                {
                    return answer.RootElement.Clone();
                }
                await Task.Delay(TimeSpan.FromMilliseconds(100), deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"{path} did not come to what was waited for; its last answer: {newest}"
                );
            }
        }
    }

    /// <summary>What is there from the start must always answer; a refusal is told with its reason.</summary>
    async Task<string> AnswerAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await Dashboard.GetAsync(path, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}: {body}");
        return body;
    }

    /// <summary>The first session of a status, as soon as there is one.</summary>
    public async Task<JsonElement> SessionAsync(string status)
    {
        var found = await UntilAsync(
            $"/api/sessions?status={status}",
            answer => answer.GetProperty("items").GetArrayLength() > 0
        );
        return found.GetProperty("items").EnumerateArray().Last();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Missing is null)
        {
            await Application.DisposeAsync();
            await Backend.DisposeAsync();
        }

        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>How long the runner takes for a bar; a session has 250.</summary>
    protected virtual string BarInterval => "00:00:00.010";

    /// <summary>Further ones.</summary>
    protected virtual IEnumerable<string> Settings => [];

    /// <summary>Of the store, which has <paramref name="folder"/> for itself.</summary>
    protected abstract string ConnectionString(string folder);
}
