using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Runner.Conventions;
using Runner.Telemetry.Beats;
using Runner.Telemetry.Life;

namespace Runner.Telemetry;

/// <summary>One phase of a session: what it checked, how far it is, what it earned. Thread safe. What is told after its end
/// is not emitted.</summary>
public sealed class RunnerPhase : IAsyncDisposable
{
    readonly RunnerSession session;
    readonly KeyValuePair<string, object?>[] attributes;
    readonly Activity? span;
    readonly Activity? outer;
    readonly Lock gate = new();
    readonly long started;
    TradeCounts trades;
    long progress;
    PhaseOutcome? outcome;
    bool completed;

    internal RunnerPhase(
        RunnerSession session,
        Activity? root,
        string name,
        int index,
        TimeSpan? timeLimit
    )
    {
        this.session = session;
        Name = name;
        started = session.Time.GetTimestamp();
        MetricTags =
        [
            new(AttributeNames.SessionId, session.Id),
            new(AttributeNames.PhaseName, name),
        ];
        attributes = [.. MetricTags, new(AttributeNames.PhaseIndex, index)];
        if (timeLimit is { } limit)
        {
            attributes = [.. attributes, new(AttributeNames.PhaseTimeLimit, limit.TotalSeconds)];
        }

        var time = session.Clock.Next();
        outer = Activity.Current;
        // Without the session's span there is no trace for this one to be part of.
        span = root is null
            ? null
            : RunnerTelemetry.Source.StartActivity(
                name,
                ActivityKind.Internal,
                root.Context,
                attributes,
                startTime: time
            );
        session.Heart.Start(this);
        session.Write(
            LifeEventIds.PhaseStart,
            LogLevel.Information,
            span,
            time,
            $"{name} started",
            attributes
        );
    }

    public string Name { get; }

    internal KeyValuePair<string, object?>[] MetricTags { get; }

    /// <summary>null while the phase runs.</summary>
    internal PhaseOutcome? Outcome => Volatile.Read(ref outcome);

    internal bool HasEnded => Outcome is not null;

    /// <summary>Work was done. Only this moves <c>runner.progress</c>: a phase that beats without it is seen to hang.</summary>
    public void Progress(long steps = 1) => Interlocked.Add(ref progress, steps);

    /// <summary>A check was made. A failed one is shown and no more: the work decides whether it fails the phase, by
    /// <see cref="PhaseFailedException"/>.</summary>
    public void Checkpoint(string name, CheckpointStatus status, string? message = null)
    {
        var level = status switch
        {
            CheckpointStatus.Pass => LogLevel.Information,
            CheckpointStatus.Warn => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        var logs = session.Logs(level);
        if (span is null && !logs)
        {
            return;
        }

        KeyValuePair<string, object?>[] check =
        [
            new(AttributeNames.CheckpointName, name),
            new(AttributeNames.CheckpointStatus, StatusNames.Of(status)),
        ];
        if (message is not null)
        {
            check = [.. check, new(AttributeNames.CheckpointMessage, message)];
        }

        lock (gate)
        {
            if (HasEnded)
            {
                return;
            }

            var time = session.Clock.Next();
            span?.AddEvent(new ActivityEvent(SpanNames.Checkpoint, time, [.. check]));
            var text = message is null ? name : $"{name}: {message}";
            session.Write(
                LifeEventIds.Checkpoint,
                level,
                span,
                time,
                text,
                [.. attributes, .. check]
            );
        }
    }

    /// <summary>The account is worth that much now; shown with the next beat.</summary>
    /// <param name="equity">Cash and positions at market, in the session's currency.</param>
    public void Equity(decimal equity) => session.Ledger.SetEquity(equity);

    /// <summary>A trade was closed: counts it, and tells the new figures at once.</summary>
    /// <param name="pnl">What the trade earned after all costs; exactly 0 is neither a win nor a loss.</param>
    /// <param name="equity">What the account is worth after it.</param>
    public void TradeClosed(decimal pnl, decimal equity)
    {
        lock (gate)
        {
            if (HasEnded)
            {
                return;
            }

            trades = trades.With(pnl);
            session.Ledger.CountTrade(pnl);
            session.Ledger.SetEquity(equity);
            Summary();
        }
    }

    /// <summary>Tells the figures as they are now: the session's money and the phase's trades.</summary>
    public void Summary()
    {
        if (!session.Logs(LogLevel.Information))
        {
            return;
        }

        lock (gate)
        {
            var (_, equity, pnl, counts) = Figures();
            Tell(
                LifeEventIds.Summary,
                LogLevel.Information,
                SessionLedger.Describe(equity, pnl, counts),
                [.. attributes, .. SessionLedger.Attributes(equity, pnl, counts)]
            );
        }
    }

    /// <summary>An attempt at something failed or, after failures, succeeded.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="delay">Until the next attempt; zero when none follows.</param>
    public void Retry(int attempt, int max, TimeSpan delay, string reason, RetryResult result)
    {
        var level = result == RetryResult.Failed ? LogLevel.Error : LogLevel.Warning;
        if (session.Logs(level))
        {
            Tell(
                LifeEventIds.Autocorrect,
                level,
                $"Attempt {attempt} of {max}: {StatusNames.Of(result)}: {reason}",
                [
                    .. attributes,
                    new(AttributeNames.RetryAttempt, attempt),
                    new(AttributeNames.RetryMax, max),
                    new(AttributeNames.RetryDelay, delay.TotalSeconds),
                    new(AttributeNames.RetryReason, reason),
                    new(AttributeNames.RetryResult, StatusNames.Of(result)),
                ]
            );
        }
    }

    /// <summary>The phase came to its end.</summary>
    public void Complete() => completed = true;

    /// <summary>Ends the phase.</summary>
    public ValueTask DisposeAsync()
    {
        End(
            completed
                ? new PhaseOutcome(PhaseStatus.Success, null, null)
                : new PhaseOutcome(
                    PhaseStatus.Error,
                    "left without being completed",
                    Outcomes.OtherError
                )
        );
        return ValueTask.CompletedTask;
    }

    internal PhaseFigures Figures()
    {
        lock (gate)
        {
            var (equity, pnl) = session.Ledger.Money;
            return new PhaseFigures(Interlocked.Read(ref progress), equity, pnl, trades);
        }
    }

    internal void Error(Exception error) => session.WriteError(error, span, attributes);

    internal void Told(Exception error) => session.Told(error);

    internal void End(PhaseOutcome how)
    {
        if (HasEnded)
        {
            return;
        }

        session.Heart.End(this);
        lock (gate)
        {
            if (HasEnded)
            {
                return;
            }

            Volatile.Write(ref outcome, how);
            var (_, equity, pnl, counts) = Figures();
            KeyValuePair<string, object?>[] final =
            [
                .. how.Attributes,
                .. SessionLedger.Attributes(equity, pnl, counts),
            ];
            var time = session.Clock.Next();
            var message = how.Describe(Name, session.Time.GetElapsedTime(started));
            session.Write(
                LifeEventIds.PhaseEnd,
                how.Level,
                span,
                time,
                message,
                [.. attributes, .. final]
            );
            SpanEnd.Apply(span, outer, final, how.IsBad ? how.Reason : null, time);
        }
    }

    internal void Abandon()
    {
        lock (gate)
        {
            Volatile.Write(ref outcome, new PhaseOutcome(PhaseStatus.Skipped, "abandoned", null));
            SpanEnd.Discard(span);
        }
    }

    void Tell(EventId name, LogLevel level, string message, KeyValuePair<string, object?>[] with)
    {
        lock (gate)
        {
            if (!HasEnded)
            {
                session.Write(name, level, span, session.Clock.Next(), message, with);
            }
        }
    }
}
