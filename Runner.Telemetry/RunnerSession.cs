using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Runner.Conventions;
using Runner.Telemetry.Heartbeats;
using Runner.Telemetry.Lifecycle;
using Runner.Telemetry.Settings;

namespace Runner.Telemetry;

/// <summary>One run of a runner, from start to end: one trace, its heartbeats and its life-cycle events. Thread safe. Nothing
/// is emitted after the end.</summary>
public sealed class RunnerSession : IAsyncDisposable
{
    readonly RunnerTelemetry _telemetry;
    readonly KeyValuePair<string, object?>[] _attributes;
    readonly KeyValuePair<string, object?>[] _idTag;
    readonly Dictionary<string, object?> _added = [];
    readonly Activity? _span;
    readonly Activity? _outer;
    readonly Lock _gate = new();
    readonly long _started;
    SessionOutcome? _outcome;
    Exception? _told;
    bool _hasEnded;

    internal RunnerSession(RunnerTelemetry telemetry, RunnerSessionOptions options)
    {
        _telemetry = telemetry;
        Id = options.SessionId ?? TimeOrderedId.New();
        Clock = new SessionClock(telemetry.Time);
        Ledger = new SessionLedger(options.Account?.InitialCapital);
        _started = telemetry.Time.GetTimestamp();
        _attributes = SessionAttributes.Of(Id, options);
        _idTag = [new(AttributeNames.SessionId, Id)];

        var time = Clock.Next();
        _outer = Activity.Current;
        // A session is a trace of its own, also when whoever starts it is being traced.
        Activity.Current = null;
        _span = RunnerTelemetry.Source.StartActivity(
            SpanNames.Session,
            ActivityKind.Internal,
            default(ActivityContext),
            _attributes,
            startTime: time
        );
        Activity.Current ??= _outer;
        Heartbeat = new HeartbeatEmitter(
            telemetry.Gauges,
            telemetry.Flush,
            Ledger,
            _idTag,
            telemetry.Time,
            options.HeartbeatInterval
        );
        WriteOwn(
            LifeCycleEventIds.SessionStart,
            LogLevel.Information,
            time,
            $"{options.RunnerName} started",
            _attributes
        );
    }

    /// <summary><c>session.id</c> of everything that this session emits.</summary>
    public string Id { get; }

    internal HeartbeatEmitter Heartbeat { get; }

    internal PhaseLedger Phases { get; } = new();

    internal SessionClock Clock { get; }

    internal SessionLedger Ledger { get; }

    internal TimeProvider Time => _telemetry.Time;

    internal bool HasEnded => Volatile.Read(ref _hasEnded);

    /// <summary>Starts a run of a phase. A phase may run more than once, and phases may overlap. Disposing the run ends it;
    /// without <see cref="RunnerPhase.Complete"/> it ends as an error. After the end of the session nothing is emitted.</summary>
    /// <param name="name">The same for every run of the phase.</param>
    /// <param name="timeLimit">Stated in the telemetry; RunPhaseAsync
    /// also enforces it.</param>
    /// <exception cref="ArgumentException">The name or the limit is not valid.</exception>
    public RunnerPhase StartPhase(string name, TimeSpan? timeLimit = null) =>
        StartPhase(new RunnerPhaseOptions { Name = name, TimeLimit = timeLimit });

    /// <summary>Starts a run of a phase, with more that is known of it.</summary>
    /// <param name="options">What is known of this run.</param>
    /// <exception cref="ArgumentException">An option is not valid; the message names it and the fix.</exception>
    public RunnerPhase StartPhase(RunnerPhaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SessionRules.Require(options);
        // The end waits for the gate: a phase begins before it and is ended by it, or is not told at all.
        lock (_gate)
        {
            return new RunnerPhase(this, _span, options, Phases.Next(options.Name));
        }
    }

    /// <summary>Tells of a phase that is left out.</summary>
    /// <param name="name">The phase.</param>
    /// <param name="reason">For people.</param>
    public void SkipPhase(string name, string reason) =>
        StartPhase(name).End(new PhaseOutcome(PhaseStatus.Skipped, reason, null));

    /// <summary>Runs a phase and ends it by how the work ended; what the work throws is rethrown.</summary>
    /// <param name="name">The same for every run of the phase.</param>
    /// <param name="work">Gets a token that is cancelled at the time limit too.</param>
    /// <param name="timeLimit">How long it may take; null for no limit.</param>
    /// <param name="cancellationToken">Stops the work: the phase then ends as failed.</param>
    /// <exception cref="TimeoutException">The limit passed. Work that does not heed its token is left behind.</exception>
    public Task RunPhaseAsync(
        string name,
        Func<RunnerPhase, CancellationToken, Task> work,
        TimeSpan? timeLimit = null,
        CancellationToken cancellationToken = default
    ) =>
        RunPhaseAsync(
            new RunnerPhaseOptions { Name = name, TimeLimit = timeLimit },
            work,
            cancellationToken
        );

    /// <summary>Runs a phase, with more that is known of it.</summary>
    /// <param name="options">What is known of this run.</param>
    /// <param name="work">Gets a token that is cancelled at the time limit too.</param>
    /// <param name="cancellationToken">Stops the work: the phase then ends as failed.</param>
    /// <exception cref="ArgumentException">An option is not valid; the message names it and the fix.</exception>
    /// <exception cref="TimeoutException">The limit passed. Work that does not heed its token is left behind.</exception>
    public Task RunPhaseAsync(
        RunnerPhaseOptions options,
        Func<RunnerPhase, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellationToken.ThrowIfCancellationRequested();
        var phase = StartPhase(options);
        return PhaseExecution.RunAsync(phase, work, options.TimeLimit, Time, cancellationToken);
    }

    /// <summary>Adds a parameter that is known only after the start to the session's span, which arrives when the session
    /// has ended. Those known at the start belong in <see cref="RunnerSessionOptions.Parameters"/>, where they show while the
    /// session runs.</summary>
    /// <param name="name">Without the prefix <c>runner.param.</c>.</param>
    /// <param name="value">Text, number, truth value or an array of these; anything else becomes text.</param>
    public void SetParameter(string name, object value) =>
        Add(CustomAttributes.Parameter(name, value));

    /// <summary>Adds an attribute of one's own to the session's span and the event of its end.</summary>
    /// <param name="name">Must not begin with <c>runner.</c>.</param>
    /// <param name="value">Text, number, truth value or an array of these; anything else becomes text.</param>
    public void SetAttribute(string name, object value) => Add(CustomAttributes.Of(name, value));

    /// <summary>States a figure of the session: rows copied, bytes, loss. It is charted, and its last value shown.</summary>
    /// <param name="name">Name of the metric, such as <c>backup.bytes</c>; must not begin with <c>runner.</c>.</param>
    /// <param name="value">Its value now.</param>
    /// <param name="unit">UCUM unit, such as <c>By</c> or <c>s</c>; the same in every call.</param>
    /// <param name="description">For people; the same in every call.</param>
    public void Figure(string name, double value, string? unit = null, string? description = null)
    {
        CustomAttributes.RequireFree(name);
        if (!HasEnded)
        {
            _telemetry.Gauges.Record(name, value, unit, description, _idTag);
        }
    }

    /// <summary>Writes a line to the session's log.</summary>
    /// <param name="level">Its severity.</param>
    /// <param name="message">For people.</param>
    /// <param name="exception">What went wrong, or null.</param>
    /// <param name="attributes">Attributes of one's own, or null.</param>
    public void Log(
        LogLevel level,
        string message,
        Exception? exception = null,
        IEnumerable<KeyValuePair<string, object>>? attributes = null
    )
    {
        if (Logs(level) && !HasEnded)
        {
            WriteOwn(
                LifeCycleEventIds.LogLine,
                level,
                Clock.Next(),
                message,
                [.. _idTag, .. CustomAttributes.Of(attributes)],
                exception
            );
        }
    }

    /// <summary>The session came to its end; it counts as a success if the latest run of each of its phases does.</summary>
    public void Complete() => Decide(new SessionOutcome(SessionStatus.Success, null, null));

    /// <summary>The session came to a negative result.</summary>
    /// <param name="reason">For people.</param>
    public void Fail(string reason) =>
        Decide(new SessionOutcome(SessionStatus.Failed, reason, null));

    /// <summary>The session was told to stop.</summary>
    public void Cancel() => Decide(new SessionOutcome(SessionStatus.Cancelled, "cancelled", null));

    /// <summary>An exception ended the session. If it came out of a phase, the session ends as the phase did.</summary>
    /// <param name="error">What was thrown.</param>
    public void Error(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (!HasEnded && WriteError(error, _span, _idTag))
        {
            Decide(
                new SessionOutcome(SessionStatus.Error, error.Message, error.GetType().FullName)
            );
        }
    }

    /// <summary>Ends the session: the last heartbeat is sent first, then the end is told. Completes when all of it was handed
    /// to the exporter, within a few seconds also when nobody receives it.</summary>
    public ValueTask DisposeAsync()
    {
        if (!TryEnd())
        {
            return ValueTask.CompletedTask;
        }

        foreach (var phase in Phases.Open)
        {
            phase.End(
                new PhaseOutcome(
                    PhaseStatus.Error,
                    "the session ended before it",
                    Outcomes.OtherError
                )
            );
        }

        if (Activity.Current == _span)
        {
            // Here and not in the asynchronous part, where it would not reach the caller.
            Activity.Current = _outer;
        }

        return EndAsync();
    }

    /// <summary>Stops everything that this session emits without telling its end, as when a machine loses its connection for
    /// good: readers are to find out by the missing heartbeats.</summary>
    internal void Abandon()
    {
        TryEnd();
        foreach (var phase in Phases.Open)
        {
            phase.Abandon();
        }

        Heartbeat.Dispose();
        SpanEnd.Discard(_span);
    }

    internal void Write(
        EventId name,
        LogLevel level,
        Activity? on,
        DateTimeOffset time,
        string message,
        KeyValuePair<string, object?>[] with,
        Exception? exception = null
    )
    {
        var happened = new LifeCycleEvent(time, message, with);
        _telemetry.Log.Write(name, level, on, happened, exception);
        _telemetry.Flush?.EventsSoon();
    }

    internal bool Logs(LogLevel level) => _telemetry.Log.IsEnabled(level);

    /// <summary>Notes that a phase has told of this exception; false if one had before.</summary>
    internal bool Told(Exception error) => Interlocked.Exchange(ref _told, error) != error;

    /// <summary>Logs an exception once, whatever scopes it passes through; false if it was told before.</summary>
    internal bool WriteError(Exception error, Activity? on, KeyValuePair<string, object?>[] with)
    {
        if (!Told(error))
        {
            return false;
        }

        Write(
            LifeCycleEventIds.Error,
            LogLevel.Error,
            on,
            Clock.Next(),
            error.Message,
            [.. with, new(AttributeNames.ErrorType, error.GetType().FullName)],
            error
        );
        return true;
    }

    async ValueTask EndAsync()
    {
        Heartbeat.Beat();
        Heartbeat.Stop();
        if (_telemetry.Flush is { } flush)
        {
            await flush.NowAsync();
        }

        Heartbeat.Dispose();
        var end = SessionOutcome.Of(_outcome, Phases.Outcomes);
        KeyValuePair<string, object?>[] final =
        [
            .. end.Attributes,
            .. Ledger.Attributes(Ledger.Total),
        ];
        var time = Clock.Next();
        var message = end.Describe(_telemetry.Time.GetElapsedTime(_started));
        // Parameters are told at the start, and all of them by the span.
        var known = _attributes.Concat(_added).Where(a => !CustomAttributes.IsParameter(a.Key));
        WriteOwn(LifeCycleEventIds.SessionEnd, end.Level, time, message, [.. known, .. final]);
        SpanEnd.Apply(_span, _outer, final, end.IsBad ? end.Reason : null, time);
        if (_telemetry.Flush is { } last)
        {
            await last.NowAsync();
        }
    }

    void WriteOwn(
        EventId name,
        LogLevel level,
        DateTimeOffset time,
        string message,
        KeyValuePair<string, object?>[] with,
        Exception? exception = null
    ) => Write(name, level, _span, time, message, with, exception);

    void Add(KeyValuePair<string, object?> attribute)
    {
        lock (_gate)
        {
            if (!HasEnded)
            {
                _added[attribute.Key] = attribute.Value;
                _span?.SetTag(attribute.Key, attribute.Value);
            }
        }
    }

    bool TryEnd()
    {
        lock (_gate)
        {
            var isFirst = !_hasEnded;
            Volatile.Write(ref _hasEnded, true);
            return isFirst;
        }
    }

    void Decide(SessionOutcome decided)
    {
        lock (_gate)
        {
            _outcome ??= decided;
        }
    }
}
