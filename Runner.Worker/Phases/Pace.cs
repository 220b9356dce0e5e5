namespace Runner.Worker.Phases;

/// <summary>Holds work to a time per step, so that people can follow what a machine does in a blink. A step that took longer
/// is not made up for by hurrying.</summary>
sealed class Pace(TimeSpan perStep, TimeProvider time)
{
    /// <summary>Timers are no finer; shorter waits are saved up.</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(15);

    readonly long _started = time.GetTimestamp();
    TimeSpan _due;

    /// <summary>A step was done; completes when the next one may begin.</summary>
    public ValueTask StepAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (perStep == TimeSpan.Zero)
        {
            return ValueTask.CompletedTask;
        }

        var now = time.GetElapsedTime(_started);
        _due = (_due > now ? _due : now) + perStep;
        var wait = _due - now;
        return wait >= Shortest
            ? new ValueTask(Task.Delay(wait, time, cancellation))
            : ValueTask.CompletedTask;
    }
}
