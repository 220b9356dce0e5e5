using Dashboard.Web.Telemetry;
using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.Views;

/// <summary>The verdict on a session now: the one function, given what this process knows of the collector and of the runner's past.</summary>
internal sealed class Verdicts(
    ISessionReader reader,
    CollectorWatch collector,
    CollectorClock clock
)
{
    private readonly MemoryCache _histories = new(new MemoryCacheOptions { SizeLimit = 5_000 });

    /// <summary>The verdict, for where there is nothing else to show.</summary>
    public async ValueTask<Verdict> OfAsync(SessionState state, CancellationToken cancellationToken)
    {
        var verdict = Of(state, RunnerHistory.Empty);
        return IsWithoutHistory(state, verdict)
            ? verdict
            : Of(state, await HistoryAsync(state, cancellationToken));
    }

    /// <summary>
    /// Whether the runner's past would say nothing else: an end is an end, and beats that stay away are missed however
    /// long its work usually takes. Spares a list of many lost sessions as many questions to the store.
    /// </summary>
    private static bool IsWithoutHistory(SessionState state, Verdict verdict) =>
        verdict.IsFinal
        || verdict.Kind == VerdictKind.TelemetryDown
        || (
            verdict.Kind is VerdictKind.Late or VerdictKind.Lost
            && state.Liveness.LastBeatAt is not null
        );

    public Verdict Of(SessionState state, RunnerHistory history) =>
        Verdict.Of(state, Context(history));

    /// <summary>The present moment that verdicts are of, UTC.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>The verdict on every running session that is not due (<see cref="SessionQuery.DueBy"/>).</summary>
    public VerdictKind OfOthers =>
        Context(RunnerHistory.Empty).DeafSince is not null
            ? VerdictKind.TelemetryDown
            : VerdictKind.Running;

    /// <summary>The present moment, and what is known of the collector and of a runner's past.</summary>
    public VerdictContext Context(RunnerHistory history) =>
        new()
        {
            Now = clock.Now,
            Hearing = clock.Hearing,
            Telemetry = collector.Health,
            UsualWorkGapSeconds = history.LongestWorkGapSeconds,
        };

    /// <summary>What sessions before this one teach; the past stands still, so it is kept.</summary>
    public async ValueTask<RunnerHistory> HistoryAsync(
        SessionState state,
        CancellationToken cancellationToken
    )
    {
        var key = (state.RunnerName, state.StartedAt);
        if (_histories.TryGetValue(key, out RunnerHistory? known))
        {
            return known!;
        }

        var history = await reader.HistoryAsync(
            state.RunnerName,
            state.StartedAt,
            cancellationToken
        );
        return _histories.Set(
            key,
            history,
            new MemoryCacheEntryOptions
            {
                Size = 1,
                // Spans of an earlier session may still come in.
                AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1),
            }
        );
    }
}
