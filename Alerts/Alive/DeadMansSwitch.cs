using System.Globalization;
using Alerts.Channels;
using Alerts.Configuration;
using Alerts.Outbox;
using Alerts.Watch;

namespace Alerts.Alive;

/// <summary>
/// Pings an outside address while all is well: the store is read, the collector hears, and messages get out. Whoever
/// listens there raises the alarm when the pings stop, also when this machine is gone.
/// </summary>
internal sealed partial class DeadMansSwitch(
    AlertHealth health,
    RunnersNow runners,
    OutboxFile outbox,
    AlertOptions options,
    TimeProvider time,
    ILogger<DeadMansSwitch> logger
) : BackgroundService
{
    /// <summary>A receiver that is away for a while is tried again; for longer, nobody is told anything.</summary>
    private static readonly TimeSpan LongestWaiting = TimeSpan.FromMinutes(15);

    private readonly HttpClient _client = OutgoingHttp.Client(
        options.DeadMansSwitch.AllowPrivateAddress
    );

    private string? _problem;

    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public static void Check(SwitchOptions options)
    {
        const string key = "Alerts:DeadMansSwitch";
        if (
            options.Url is { Length: > 0 }
            && !(
                Uri.TryCreate(options.Url, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
            )
        )
        {
            throw new ConfigurationException(
                $"{key}:Url is wrong; write an address with http:// or https://."
            );
        }

        if (options.IntervalSeconds is not (>= 1 and <= 86400))
        {
            throw new ConfigurationException(
                $"{key}:IntervalSeconds is {options.IntervalSeconds.ToString(CultureInfo.InvariantCulture)}; write a number of seconds from 1 to 86400."
            );
        }
    }

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = TimeSpan.FromSeconds(options.DeadMansSwitch.IntervalSeconds);
        // The first look comes first.
        await Task.Delay(Shorter(interval, TimeSpan.FromSeconds(10)), time, stoppingToken);
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            await PingAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Pings when all is well; says once why it does not.</summary>
    internal async Task PingAsync(CancellationToken cancellationToken)
    {
        var problem = Problem();
        if (problem is null)
        {
            try
            {
                using var answer = await _client.GetAsync(
                    new Uri(options.DeadMansSwitch.Url!),
                    HttpCompletionOption.ResponseHeadersRead,
                    cancellationToken
                );
                problem = answer.IsSuccessStatusCode
                    ? null
                    : $"the receiver answers {(int)answer.StatusCode}";
            }
            catch (Exception away)
                when (away is HttpRequestException or OperationCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                problem = away.InnerException is DeliveryException refused
                    ? refused.Message
                    : $"no answer ({away.GetType().Name})";
            }
        }

        if (problem is not null && _problem is null)
        {
            LogNotPinged(logger, problem);
        }

        _problem = problem;
    }

    /// <summary>Why not all is well; null when it is.</summary>
    internal string? Problem()
    {
        var now = time.GetUtcNow();
        var longestPause = TimeSpan.FromSeconds(
            Math.Max(60, 3 * Math.Min(options.IntervalSeconds, 3600))
        );
        return health.Problem is { } problem ? problem
            : now - health.LookedAt > longestPause ? "the store was not looked at for a while"
            : runners.TelemetryDownSince is not null ? "the collector does not hear the runners"
            : now - outbox.OldestWaiting() > LongestWaiting ? "messages do not get out"
            : null;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(LogLevel.Warning, "The dead man's switch is not pinged, trying again: {Reason}")]
    private static partial void LogNotPinged(ILogger logger, string reason);
}
