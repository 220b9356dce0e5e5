using Alerts.Channels;
using Alerts.Outbox;
using Microsoft.Data.Sqlite;
using Polly;
using Polly.Retry;

namespace Alerts.Deliver;

/// <summary>
/// Empties the outbox, each channel by itself, so that one that is away delays no other. A message is marked delivered
/// only after the receiver has taken it: after a crash in between it is sent again, under the same id.
/// </summary>
internal sealed partial class Deliverer(
    OutboxFile outbox,
    IReadOnlyList<IChannel> channels,
    AlertMetrics metrics,
    TimeProvider time,
    ILogger<Deliverer> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>After this a message is news to nobody.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    private readonly ResiliencePipeline _attempts = new ResiliencePipelineBuilder
    {
        TimeProvider = time,
    }
        .AddRetry(
            new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<DeliveryException>(problem =>
                    !problem.IsLasting
                ),
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            }
        )
        .Build();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(channels.Select(channel => RunAsync(channel, stoppingToken)));

    private async Task RunAsync(IChannel channel, CancellationToken cancellationToken)
    {
        var repeated = time.GetTimestamp();
        while (true)
        {
            var isDone = false;
            try
            {
                isDone = await TryNextAsync(channel, cancellationToken);
                if (!isDone && time.GetElapsedTime(repeated) >= channel.RepeatsAfter)
                {
                    await RepeatAsync(channel, cancellationToken);
                    repeated = time.GetTimestamp();
                }
            }
            catch (SqliteException problem)
            {
                LogOutboxAway(logger, problem.Message);
            }

            if (!isDone && !await WaitAsync(cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Sends again what is open. It takes its turn with the messages, so that the end of an incident cannot be overtaken
    /// by its repetition. What does not arrive comes again the next time.
    /// </summary>
    internal async Task RepeatAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var delivery in outbox.ToldOfOpen(channel.Name))
        {
            try
            {
                await channel.SendAsync(delivery.Message, delivery.Id, cancellationToken);
            }
            catch (DeliveryException)
            {
                return;
            }
        }
    }

    /// <returns>False when the alerter stops.</returns>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Pause, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Tries the next message that is due.</summary>
    /// <returns>False when there is none.</returns>
    internal async Task<bool> TryNextAsync(IChannel channel, CancellationToken cancellationToken)
    {
        if (outbox.NextDue(channel.Name, time.GetUtcNow()) is not { } delivery)
        {
            return false;
        }

        try
        {
            await _attempts.ExecuteAsync(
                async token => await channel.SendAsync(delivery.Message, delivery.Id, token),
                cancellationToken
            );
            outbox.Delivered(delivery.Id, time.GetUtcNow());
            metrics.Attempted(channel.Name, "delivered");
        }
        // Whatever a receiver or a library comes up with, the other messages go on.
        catch (Exception exception)
            when (exception is not SqliteException && !cancellationToken.IsCancellationRequested)
        {
            var problem =
                exception as DeliveryException
                ?? new DeliveryException($"Unexpected {exception.GetType().Name}.");
            var now = time.GetUtcNow();
            var again = now + Wait(delivery.Attempts);
            var isGivenUp = problem.IsLasting || again > delivery.CreatedAt + GivenUpAfter;
            outbox.Failed(delivery.Id, problem.Message, isGivenUp ? null : again);
            metrics.Attempted(channel.Name, isGivenUp ? "given_up" : "failed");
            if (isGivenUp)
            {
                LogGivenUp(logger, channel.Name, delivery.Message.Title, problem.Message);
            }
            else
            {
                LogFailed(logger, channel.Name, delivery.Message.Title, problem.Message);
            }
        }

        return true;
    }

    private static TimeSpan Wait(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts, 10));
        return wait < LongestWait ? wait : LongestWait;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Channel}: '{Title}' was not delivered and is tried again: {Reason}"
    )]
    private static partial void LogFailed(
        ILogger logger,
        string channel,
        string title,
        string reason
    );

    [LoggerMessage(LogLevel.Error, "{Channel}: '{Title}' is given up: {Reason}")]
    private static partial void LogGivenUp(
        ILogger logger,
        string channel,
        string title,
        string reason
    );

    [LoggerMessage(LogLevel.Error, "The outbox cannot be used, trying again: {Reason}")]
    private static partial void LogOutboxAway(ILogger logger, string reason);
}
