using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Runner.Conventions;
using Runner.Telemetry.Heartbeats;
using Runner.Telemetry.Lifecycle;

namespace Runner.Telemetry;

/// <summary>One run of a phase: what it checked, how far it is. Thread safe. What is told after its end is not emitted.
/// <see cref="Trading"/> has the calls of runners that deal in money.</summary>
public sealed class RunnerPhase : IAsyncDisposable
{
    readonly RunnerSession _session;
    readonly KeyValuePair<string, object?>[] _metricTags;
    readonly KeyValuePair<string, object?>[] _attributes;
    readonly Dictionary<string, object?> _added = [];
    readonly Activity? _span;
    readonly Activity? _outer;
    readonly Lock _gate = new();
    readonly long _started;
    TradeCounts _trades;
    long _progress;
    long _progressTotal;
    bool _hasProgress;
    PhaseOutcome? _outcome;
    bool _completed;

    internal RunnerPhase(
        RunnerSession session,
        Activity? root,
        RunnerPhaseOptions options,
        (int Index, int Run) number
    )
    {
        _session = session;
        Name = options.Name;
        Run = number.Run;
        _progressTotal = options.ProgressTotal ?? 0;
        _started = session.Time.GetTimestamp();
        _metricTags =
        [
            new(AttributeNames.SessionId, session.Id),
            new(AttributeNames.PhaseName, Name),
            new(AttributeNames.PhaseRun, number.Run),
        ];
        _attributes =
        [
            .. _metricTags,
            new(AttributeNames.PhaseIndex, number.Index),
            .. options.TimeLimit is { } limit
                ? new KeyValuePair<string, object?>[]
                {
                    new(AttributeNames.PhaseTimeLimit, limit.TotalSeconds),
                }
                : [],
        ];
        if (session.HasEnded)
        {
            _outcome = PhaseOutcome.NotTold;
            return;
        }

        KeyValuePair<string, object?>[] start =
        [
            .. _attributes,
            .. CustomAttributes.Of(options.Attributes),
        ];
        var time = session.Clock.Next();
        _outer = Activity.Current;
        // Without the session's span there is no trace for this one to be part of.
        _span = root is null
            ? null
            : RunnerTelemetry.Source.StartActivity(
                Name,
                ActivityKind.Internal,
                root.Context,
                start,
                startTime: time
            );
        foreach (var (key, value) in start[_attributes.Length..])
        {
            _added[key] = value;
        }

        session.Phases.Started(this);
        session.Heartbeat.Start(this);
        session.Write(
            LifeCycleEventIds.PhaseStart,
            LogLevel.Information,
            _span,
            time,
            $"{Name} started",
            start
        );
    }

    /// <summary>Which phase it is a run of.</summary>
    public string Name { get; }

    /// <summary>Which run of the phase it is, from 1.</summary>
    public int Run { get; }

    internal RunnerSession Session => _session;

    internal bool HasEnded => Volatile.Read(ref _outcome) is not null;

    /// <summary>Work was done. Only this moves <c>runner.progress</c>: a phase that once made progress and then sends
    /// heartbeats without any is seen to hang.</summary>
    /// <param name="steps">How much was done since the last call; may be 0.</param>
    public void Progress(long steps = 1)
    {
        if (!HasEnded)
        {
            Interlocked.Add(ref _progress, steps);
            Volatile.Write(ref _hasProgress, true);
        }
    }

    /// <summary>The steps that make the run complete are known now, or have changed.</summary>
    /// <param name="total">Above 0.</param>
    public void SetProgressTotal(long total)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        Volatile.Write(ref _progressTotal, total);
    }

    /// <summary>Adds an attribute of one's own to the phase's span and to the event of its end.</summary>
    /// <param name="name">Must not begin with <c>runner.</c>.</param>
    /// <param name="value">Text, number, truth value or an array of these; anything else becomes text.</param>
    public void SetAttribute(string name, object value)
    {
        var (key, known) = CustomAttributes.Of(name, value);
        lock (_gate)
        {
            if (!HasEnded)
            {
                _added[key] = known;
                _span?.SetTag(key, known);
            }
        }
    }

    /// <summary>A check was made. A failed one is shown and no more: the work decides whether it fails the phase, by
    /// <see cref="PhaseFailedException"/>.</summary>
    /// <param name="name">What was checked, the same in every session.</param>
    /// <param name="status">What the check found.</param>
    /// <param name="message">For people.</param>
    /// <param name="attributes">Attributes of one's own, or null.</param>
    public void Checkpoint(
        string name,
        CheckpointStatus status,
        string? message = null,
        IEnumerable<KeyValuePair<string, object>>? attributes = null
    )
    {
        var level = status switch
        {
            CheckpointStatus.Pass => LogLevel.Information,
            CheckpointStatus.Warn => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        if (_span is null && !_session.Logs(level))
        {
            return;
        }

        KeyValuePair<string, object?>[] check =
        [
            new(AttributeNames.CheckpointName, name),
            new(AttributeNames.CheckpointStatus, StatusNames.Of(status)),
            .. message is null
                ? []
                : new KeyValuePair<string, object?>[]
                {
                    new(AttributeNames.CheckpointMessage, message),
                },
            .. CustomAttributes.Of(attributes),
        ];
        lock (_gate)
        {
            if (HasEnded)
            {
                return;
            }

            var time = _session.Clock.Next();
            _span?.AddEvent(new ActivityEvent(SpanNames.Checkpoint, time, [.. check]));
            _session.Write(
                LifeCycleEventIds.Checkpoint,
                level,
                _span,
                time,
                message is null ? name : $"{name}: {message}",
                [.. _attributes, .. check]
            );
        }
    }

    /// <summary>An attempt at something failed or, after failures, succeeded.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="max">How many attempts there are at most.</param>
    /// <param name="delay">Until the next attempt; zero when none follows.</param>
    /// <param name="reason">Why the attempt, or the one before it, failed.</param>
    /// <param name="result">How the attempt went.</param>
    public void Retry(int attempt, int max, TimeSpan delay, string reason, RetryResult result)
    {
        var level = result == RetryResult.Failed ? LogLevel.Error : LogLevel.Warning;
        if (_session.Logs(level))
        {
            Tell(
                LifeCycleEventIds.Autocorrect,
                level,
                $"Attempt {attempt} of {max}: {StatusNames.Of(result)}: {reason}",
                [
                    new(AttributeNames.RetryAttempt, attempt),
                    new(AttributeNames.RetryMax, max),
                    new(AttributeNames.RetryDelay, delay.TotalSeconds),
                    new(AttributeNames.RetryReason, reason),
                    new(AttributeNames.RetryResult, StatusNames.Of(result)),
                ]
            );
        }
    }

    /// <summary>Writes a line to the session's log, in this phase.</summary>
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
        if (_session.Logs(level))
        {
            Tell(
                LifeCycleEventIds.LogLine,
                level,
                message,
                [.. CustomAttributes.Of(attributes)],
                exception
            );
        }
    }

    /// <summary>States a figure of the session, as <see cref="RunnerSession.Figure"/> does.</summary>
    /// <param name="name">Name of the metric, such as <c>backup.bytes</c>.</param>
    /// <param name="value">Its value now.</param>
    /// <param name="unit">UCUM unit, such as <c>By</c> or <c>s</c>.</param>
    /// <param name="description">For people.</param>
    public void Figure(string name, double value, string? unit = null, string? description = null)
    {
        if (!HasEnded)
        {
            _session.Figure(name, value, unit, description);
        }
    }

    /// <summary>An exception ended the phase: logs it once, and ends the phase as an error when it is disposed.</summary>
    /// <param name="error">What was thrown.</param>
    public void Error(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (!HasEnded)
        {
            _session.WriteError(error, _span, _metricTags);
        }
    }

    /// <summary>The phase came to its end: disposing it then ends it as a success.</summary>
    public void Complete() => Volatile.Write(ref _completed, true);

    /// <summary>Ends the phase: as a success after <see cref="Complete"/>, otherwise as an error.</summary>
    public ValueTask DisposeAsync()
    {
        End(
            Volatile.Read(ref _completed)
                ? new PhaseOutcome(PhaseStatus.Success, null, null)
                : new PhaseOutcome(
                    PhaseStatus.Error,
                    "left without being completed",
                    Outcomes.OtherError
                )
        );
        return ValueTask.CompletedTask;
    }

    /// <summary>Notes that this exception was told of.</summary>
    internal void Told(Exception error) => _session.Told(error);

    /// <summary>Counts a closed trade.</summary>
    internal void CountTrade(decimal pnl)
    {
        lock (_gate)
        {
            if (!HasEnded)
            {
                _trades = _trades.With(pnl);
                _session.Ledger.CountTrade(pnl);
            }
        }
    }

    /// <summary>Tells the figures as they are now: the session's money and the phase's trades.</summary>
    internal void TellSummary()
    {
        if (_session.Logs(LogLevel.Information))
        {
            lock (_gate)
            {
                Tell(
                    LifeCycleEventIds.Summary,
                    LogLevel.Information,
                    _session.Ledger.Describe(_trades),
                    _session.Ledger.Attributes(_trades)
                );
            }
        }
    }

    internal void Tell(
        EventId name,
        LogLevel level,
        string message,
        KeyValuePair<string, object?>[] with,
        Exception? exception = null
    )
    {
        lock (_gate)
        {
            if (!HasEnded)
            {
                _session.Write(
                    name,
                    level,
                    _span,
                    _session.Clock.Next(),
                    message,
                    [.. _attributes, .. with],
                    exception
                );
            }
        }
    }

    /// <summary>What a heartbeat says of this run at this moment.</summary>
    internal BeatPoint Point(long number, double interval)
    {
        lock (_gate)
        {
            return new BeatPoint(_metricTags)
            {
                Number = number,
                Interval = interval,
                Progress = Volatile.Read(ref _hasProgress) ? Interlocked.Read(ref _progress) : null,
                ProgressTotal = Volatile.Read(ref _progressTotal) is > 0 and var total
                    ? total
                    : null,
                Trades = _session.Ledger.HasTrading ? _trades : null,
            };
        }
    }

    internal void End(PhaseOutcome how)
    {
        lock (_gate)
        {
            if (HasEnded)
            {
                return;
            }

            Volatile.Write(ref _outcome, how);
            KeyValuePair<string, object?>[] final =
            [
                .. how.Attributes,
                .. _session.Ledger.Attributes(_trades),
            ];
            var time = _session.Clock.Next();
            var message = how.Describe(Name, _session.Time.GetElapsedTime(_started));
            _session.Write(
                LifeCycleEventIds.PhaseEnd,
                how.Level,
                _span,
                time,
                message,
                [.. _attributes, .. _added, .. final]
            );
            SpanEnd.Apply(_span, _outer, final, how.IsBad ? how.Reason : null, time);
        }

        _session.Phases.Ended(this, how);
        _session.Heartbeat.End(this);
    }

    internal void Abandon()
    {
        lock (_gate)
        {
            Volatile.Write(ref _outcome, PhaseOutcome.NotTold);
            SpanEnd.Discard(_span);
        }
    }
}
