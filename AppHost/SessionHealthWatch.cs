using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>
/// Shows a changed verdict within two seconds: Aspire asks a resource that is healthy only every half a minute. A runner
/// that has ended keeps the link to its session.
/// </summary>
/// <param name="runner">The runner's resource.</param>
/// <param name="report">Name of its health report.</param>
/// <param name="check">What is asked.</param>
/// <param name="notifications">What the Aspire dashboard shows.</param>
sealed class SessionHealthWatch(
    IResource runner,
    string report,
    SessionHealth check,
    ResourceNotificationService notifications
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (
                notifications.TryGetCurrentState(runner.Name, out var state)
                && state.Snapshot.State?.Text is { } text
                && (text == KnownResourceStates.Running || IsOver(text))
            )
            {
                var result = await check.CheckHealthAsync(new(), stoppingToken);
                if (!Shows(state.Snapshot, result))
                {
                    await ShowAsync(result);
                }
            }
        }
    }

    private static bool IsOver(string state) => KnownResourceStates.TerminalStates.Contains(state);

    private bool Shows(CustomResourceSnapshot shown, HealthCheckResult result) =>
        shown.HealthReports.Any(one =>
            one.Name == report
            && one.Status == result.Status
            && one.Description == result.Description
        );

    private Task ShowAsync(HealthCheckResult result) =>
        notifications.PublishUpdateAsync(
            runner,
            state =>
                state.WithHealthReports([
                    .. state.HealthReports.Where(one => one.Name != report),
                    new(report, result.Status, result.Description, ExceptionText: null),
                ])
        );
}
