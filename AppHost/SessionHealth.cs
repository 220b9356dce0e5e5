using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AppHost;

/// <summary>
/// The verdict of a runner's newest session as the health of its resource, with the sentence as the description; the
/// resource gets a link to that session's page.
/// </summary>
sealed class SessionHealth(
    IResource runner,
    string runnerName,
    EndpointReference dashboard,
    IHttpClientFactory clients,
    ResourceNotificationService notifications
) : IHealthCheck
{
    private const string LinkName = "newest-session";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (!dashboard.IsAllocated)
        {
            return HealthCheckResult.Degraded("The session dashboard has not started yet.");
        }

        try
        {
            using var client = clients.CreateClient(nameof(SessionHealth));
            using var answer = await client.GetAsync(
                $"{dashboard.Url}/health/runners/{Uri.EscapeDataString(runnerName)}",
                cancellationToken
            );
            return answer.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable => await JudgeAsync(
                    answer,
                    cancellationToken
                ),
                // What is not healthy yet is asked about again within seconds, what is healthy every half a minute.
                HttpStatusCode.NotFound => HealthCheckResult.Degraded(
                    $"{runnerName} has no session yet."
                ),
                var other => HealthCheckResult.Degraded(
                    $"The session dashboard answers {(int)other} {other}."
                ),
            };
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException)
        {
            return HealthCheckResult.Degraded(
                $"The session dashboard does not answer: {problem.Message}"
            );
        }
    }

    private async Task<HealthCheckResult> JudgeAsync(
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        var newest = await answer.Content.ReadFromJsonAsync<Answer>(cancellationToken);
        if (newest?.SessionId is not { } id)
        {
            // The store is away, which the dashboard's own health says.
            return HealthCheckResult.Degraded("The session dashboard cannot read its store.");
        }

        await LinkAsync($"{dashboard.Url}/sessions/{Uri.EscapeDataString(id)}");
        return new HealthCheckResult(StatusOf(newest.Verdict), newest.Sentence);
    }

    private static HealthStatus StatusOf(string? verdict) =>
        verdict switch
        {
            "running" or "success" or "cancelled" => HealthStatus.Healthy,
            "late" or "recovering" or "telemetry_down" => HealthStatus.Degraded,
            _ => HealthStatus.Unhealthy,
        };

    private Task LinkAsync(string url) =>
        notifications.PublishUpdateAsync(
            runner,
            state =>
                state.Urls.Any(one => one.Name == LinkName && one.Url == url)
                    ? state
                    : state with
                    {
                        Urls =
                        [
                            .. state.Urls.Where(one => one.Name != LinkName),
                            new UrlSnapshot(LinkName, url, IsInternal: false)
                            {
                                DisplayProperties = new("Newest session", 0),
                            },
                        ],
                    }
        );

    private sealed record Answer(
        [property: JsonPropertyName("session_id")] string? SessionId,
        string? Verdict,
        string? Sentence
    );
}
