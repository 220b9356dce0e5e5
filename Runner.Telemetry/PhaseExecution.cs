using System.Globalization;
using Runner.Telemetry.Lifecycle;

namespace Runner.Telemetry;

/// <summary>Runs the work of one phase under its time limit and tells how it ended.</summary>
static class PhaseExecution
{
    /// <summary>How long work that was cancelled may take to stop before it is left behind.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(
        RunnerPhase phase,
        Func<RunnerPhase, CancellationToken, Task> work,
        TimeSpan? limit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var expiry = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            expiry.Token
        );
        // On the pool: work that blocks before its first await must not keep the limit from being noticed.
        var running = Task.Run(() => work(phase, stop.Token), CancellationToken.None);
        try
        {
            await UntilStoppedAsync(running, time, stop.Token);
            expiry.Token.ThrowIfCancellationRequested();
            phase.End(new PhaseOutcome(PhaseStatus.Success, null, null));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            phase.End(new PhaseOutcome(PhaseStatus.Failed, "cancelled", null, IsCut: true));
            throw;
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested)
        {
            var seconds = limit!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            var late = new TimeoutException($"{phase.Name} ran past its limit of {seconds} s");
            phase.Told(late);
            phase.End(new PhaseOutcome(PhaseStatus.Timeout, late.Message, Outcomes.TimeoutError));
            throw late;
        }
        catch (PhaseFailedException failure)
        {
            phase.Told(failure);
            phase.End(new PhaseOutcome(PhaseStatus.Failed, failure.Message, null));
            throw;
        }
        catch (Exception error)
        {
            phase.Error(error);
            phase.End(new PhaseOutcome(PhaseStatus.Error, error.Message, error.GetType().FullName));
            throw;
        }
    }

    static async Task UntilStoppedAsync(Task running, TimeProvider time, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(() => stopped.TrySetResult());
        if (await Task.WhenAny(running, stopped.Task) != running)
        {
            await Task.WhenAny(running, Task.Delay(Grace, time, CancellationToken.None));
        }

        if (!running.IsCompleted)
        {
            // Its exception, should it ever come, has no one left to tell.
            _ = running.ContinueWith(static t => t.Exception, TaskScheduler.Default);
            stop.ThrowIfCancellationRequested();
        }

        await running;
    }
}
