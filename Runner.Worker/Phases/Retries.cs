using Polly;
using Polly.Retry;
using Runner.Telemetry;
using Runner.Worker.Broker;
using Runner.Worker.Settings;

namespace Runner.Worker.Phases;

/// <summary>Tries a step again when it fails for a passing reason; every attempt that failed, and the outcome after it, is
/// told.</summary>
sealed class Retries(RunnerPhase phase, RetrySettings settings, TimeProvider time)
{
    readonly PredicateBuilder<object> _passing = new PredicateBuilder()
        .Handle<BrokerBusyException>()
        .Handle<IOException>();

    /// <exception cref="BrokerBusyException">The last attempt failed too.</exception>
    /// <exception cref="IOException">The last attempt failed too.</exception>
    public async Task RunAsync(Func<Task> step, CancellationToken cancellation)
    {
        var attempt = 1;
        var reason = "";
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (settings.Attempts > 1)
        {
            builder.AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = _passing,
                    MaxRetryAttempts = settings.Attempts - 1,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = settings.Delay,
                    MaxDelay = settings.MaxDelay,
                    OnRetry = args =>
                    {
                        reason = args.Outcome.Exception!.Message;
                        phase.Retry(
                            attempt,
                            settings.Attempts,
                            args.RetryDelay,
                            reason,
                            RetryResult.Retrying
                        );
                        attempt++;
                        return default;
                    },
                }
            );
        }

        try
        {
            await builder.Build().ExecuteAsync(_ => new ValueTask(step()), cancellation);
        }
        catch (Exception failure) when (failure is BrokerBusyException or IOException)
        {
            phase.Retry(
                attempt,
                settings.Attempts,
                TimeSpan.Zero,
                failure.Message,
                RetryResult.Failed
            );
            throw;
        }

        if (attempt > 1)
        {
            phase.Retry(attempt, settings.Attempts, TimeSpan.Zero, reason, RetryResult.Success);
        }
    }
}
