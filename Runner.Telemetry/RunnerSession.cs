using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Runner.Conventions;
using Runner.Telemetry.Beats;
using Runner.Telemetry.Life;

namespace Runner.Telemetry;

/// <summary>One run of a runner, from start to end: one trace, its beats and its life-cycle events. Thread safe. Nothing is
/// emitted after the end.</summary>
public sealed class RunnerSession : IAsyncDisposable
{
    readonly RunnerTelemetry telemetry;
    readonly SessionLedger ledger;
    readonly SessionClock clock;
    readonly KeyValuePair<string, object?>[] attributes;
    readonly Activity? span;
    readonly Activity? outer;
    readonly List<RunnerPhase> phases = [];
    readonly Lock gate = new();
    readonly long started;
    SessionOutcome? outcome;
    Exception? told;
    bool ended;

    internal RunnerSession(RunnerTelemetry telemetry, SessionOptions options)
    {
        this.telemetry = telemetry;
        Id = options.SessionId ?? Guid.CreateVersion7().ToString();
        clock = new SessionClock(telemetry.Time);
        ledger = new SessionLedger(options.InitialCapital);
        started = telemetry.Time.GetTimestamp();
        attributes = StartAttributes(options);

        var time = clock.Next();
        outer = Activity.Current;
        // A session is a trace of its own, also when whoever starts it is being traced.
        Activity.Current = null;
        span = RunnerTelemetry.Source.StartActivity(
            SpanNames.Session,
            ActivityKind.Internal,
            default(ActivityContext),
            attributes,
            startTime: time
        );
        Heart = new Heart(
            telemetry.Gauges,
            telemetry.Flush,
            telemetry.Time,
            options.HeartbeatInterval
        );
        Write(
            LifeEventIds.SessionStart,
            LogLevel.Information,
            span,
            time,
            $"{options.RunnerName} started",
            attributes
        );
    }

    /// <summary><c>session.id</c> of everything that this session emits.</summary>
    public string Id { get; }

    internal Heart Heart { get; }

    internal SessionClock Clock => clock;

    internal SessionLedger Ledger => ledger;

    internal TimeProvider Time => telemetry.Time;

    /// <summary>Starts a phase. Disposing it ends it; without <see cref="RunnerPhase.Complete"/> it ends as an error.</summary>
    /// <param name="timeLimit">Stated in the telemetry; <see cref="RunPhaseAsync"/> also enforces it.</param>
    public RunnerPhase StartPhase(string name, TimeSpan? timeLimit = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (gate)
        {
            var phase = new RunnerPhase(this, span, name, phases.Count, timeLimit);
            phases.Add(phase);
            return phase;
        }
    }

    /// <summary>Tells of a phase that is left out.</summary>
    public void SkipPhase(string name, string reason) =>
        StartPhase(name).End(new PhaseOutcome(PhaseStatus.Skipped, reason, null));

    /// <summary>Runs a phase and ends it by how the work ended; what the work throws is rethrown.</summary>
    /// <param name="work">Gets a token that is cancelled at the time limit too.</param>
    /// <exception cref="TimeoutException">The limit passed. Work that does not heed its token is left behind.</exception>
    public Task RunPhaseAsync(
        string name,
        Func<RunnerPhase, CancellationToken, Task> work,
        TimeSpan? timeLimit = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellation.ThrowIfCancellationRequested();
        return PhaseRun.RunAsync(StartPhase(name, timeLimit), work, timeLimit, Time, cancellation);
    }

    /// <summary>The session came to its end; it counts as a success if all of its phases do.</summary>
    public void Complete() => Decide(new SessionOutcome(SessionStatus.Success, null, null));

    /// <summary>The session came to a negative result.</summary>
    public void Fail(string reason) =>
        Decide(new SessionOutcome(SessionStatus.Failed, reason, null));

    /// <summary>The session was told to stop.</summary>
    public void Cancel() => Decide(new SessionOutcome(SessionStatus.Cancelled, "cancelled", null));

    /// <summary>An exception ended the session. If it came out of a phase, the session ends as the phase did.</summary>
    public void Error(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (WriteError(error, span, attributes[..1]))
        {
            Decide(
                new SessionOutcome(SessionStatus.Error, error.Message, error.GetType().FullName)
            );
        }
    }

    /// <summary>Stops everything that this session emits without telling its end, as when a machine loses its connection for
    /// good: readers are to find out by the missing beats. For drills.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            ended = true;
        }

        foreach (var phase in phases)
        {
            phase.Abandon();
        }

        Heart.Dispose();
        SpanEnd.Discard(span);
    }

    /// <summary>Ends the session: the last beat is sent first, then the end is told. Completes when all of it was handed to
    /// the exporter, within a few seconds also when nobody receives it.</summary>
    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (ended)
            {
                return ValueTask.CompletedTask;
            }

            ended = true;
        }

        foreach (var phase in phases)
        {
            phase.End(
                new PhaseOutcome(
                    PhaseStatus.Error,
                    "the session ended before it",
                    Outcomes.OtherError
                )
            );
        }

        if (Activity.Current == span)
        {
            // Here and not in the asynchronous part, where it would not reach the caller.
            Activity.Current = outer;
        }

        return EndAsync();
    }

    internal void Write(
        EventId name,
        LogLevel level,
        Activity? on,
        DateTimeOffset time,
        string message,
        KeyValuePair<string, object?>[] with
    )
    {
        telemetry.Log.Write(name, level, on, new LifeEvent(time, message, with));
        telemetry.Flush?.EventsSoon();
    }

    internal bool Logs(LogLevel level) => telemetry.Log.IsEnabled(level);

    /// <summary>Notes that a phase has told of this exception; false if one had before.</summary>
    internal bool Told(Exception error) => Interlocked.Exchange(ref told, error) != error;

    /// <summary>Logs an exception once, whatever scopes it passes through; false if it was told before.</summary>
    internal bool WriteError(Exception error, Activity? on, KeyValuePair<string, object?>[] with)
    {
        if (!Told(error))
        {
            return false;
        }

        var happened = new LifeEvent(
            clock.Next(),
            error.Message,
            [.. with, new(AttributeNames.ErrorType, error.GetType().FullName)]
        );
        telemetry.Log.Write(LifeEventIds.Error, LogLevel.Error, on, happened, error);
        telemetry.Flush?.EventsSoon();
        return true;
    }

    async ValueTask EndAsync()
    {
        Heart.Beat();
        Heart.Stop();
        if (telemetry.Flush is { } flush)
        {
            await flush.NowAsync();
        }

        Heart.Dispose();
        var end = SessionOutcome.Of(outcome, phases.Select(p => p.Outcome!));
        KeyValuePair<string, object?>[] final = [.. end.Attributes, .. ledger.Attributes()];
        var time = clock.Next();
        var message = end.Describe(telemetry.Time.GetElapsedTime(started));
        Write(LifeEventIds.SessionEnd, end.Level, span, time, message, [.. attributes, .. final]);
        SpanEnd.Apply(span, outer, final, end.IsBad ? end.Reason : null, time);
        if (telemetry.Flush is { } last)
        {
            await last.NowAsync();
        }
    }

    void Decide(SessionOutcome decided)
    {
        lock (gate)
        {
            outcome ??= decided;
        }
    }

    KeyValuePair<string, object?>[] StartAttributes(SessionOptions options)
    {
        List<KeyValuePair<string, object?>> all =
        [
            new(AttributeNames.SessionId, Id),
            new(AttributeNames.RunnerName, options.RunnerName),
            new(AttributeNames.DryRun, options.DryRun),
        ];
        if (options.InitialCapital is { } capital)
        {
            all.Add(new(AttributeNames.InitialCapital, (double)capital));
            all.Add(new(AttributeNames.Currency, options.Currency));
        }

        if (options.PhaseCount > 0)
        {
            all.Add(new(AttributeNames.PhaseCount, options.PhaseCount));
        }

        return [.. all];
    }
}
