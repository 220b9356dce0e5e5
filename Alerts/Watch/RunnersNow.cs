using Dashboard.Web.Telemetry;
using Sessions;

namespace Alerts.Watch;

/// <summary>Every runner of the store, judged now.</summary>
internal sealed class RunnersNow(ISessionReader reader, CollectorClock clock, TimeProvider time)
{
    private const int PageSize = 200;

    /// <summary>How long the collector may be silent: its restart is nobody's trouble.</summary>
    private static readonly TimeSpan TelemetryGrace = TimeSpan.FromSeconds(60);

    /// <summary>The past stands still; spans of an earlier session may still come in.</summary>
    private static readonly TimeSpan HistoryKept = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, RunnerHistory> _histories = [];
    private long _historiesSince;

    /// <summary>Reads until when the collector heard its runners.</summary>
    public Task ReadClockAsync(CancellationToken cancellationToken) =>
        clock.ReadAsync(cancellationToken);

    /// <summary>The present moment by the collector's clock, UTC.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>
    /// Since when the collector has not heard its runners, once that takes longer than its restart; otherwise null, also
    /// when the store does not know.
    /// </summary>
    public DateTimeOffset? TelemetryDownSince =>
        clock.Hearing is [.., { Until: { } until }] && Now - until > TelemetryGrace ? until : null;

    public async IAsyncEnumerable<RunnerStatus> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var query = new RunnerQuery { Limit = PageSize };
        do
        {
            var page = await reader.RunnersAsync(query, cancellationToken);
            foreach (var runner in page.Items)
            {
                yield return await JudgeAsync(runner, cancellationToken);
            }

            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null);
    }

    /// <summary>One runner, or null.</summary>
    public async Task<RunnerStatus?> FindAsync(string name, CancellationToken cancellationToken) =>
        await reader.FindRunnerAsync(name, cancellationToken) is { } runner
            ? await JudgeAsync(runner, cancellationToken)
            : null;

    public VerdictContext Context(RunnerHistory history) =>
        new()
        {
            Now = clock.Now,
            Hearing = clock.Hearing,
            UsualWorkGapSeconds = history.LongestWorkGapSeconds,
        };

    private async ValueTask<RunnerStatus> JudgeAsync(
        RunnerSessions runner,
        CancellationToken cancellationToken
    )
    {
        var open = runner.Newest.FirstOrDefault(session => !session.HasEnded).Id;
        return RunnerStatus.Of(
            runner,
            Context(
                open is null
                    ? RunnerHistory.Empty
                    : await HistoryAsync(runner.States[open], cancellationToken)
            )
        );
    }

    private async ValueTask<RunnerHistory> HistoryAsync(
        SessionState session,
        CancellationToken cancellationToken
    )
    {
        if (time.GetElapsedTime(_historiesSince) > HistoryKept)
        {
            _histories.Clear();
            _historiesSince = time.GetTimestamp();
        }

        if (!_histories.TryGetValue(session.Id, out var history))
        {
            history = await reader.HistoryAsync(
                session.RunnerName,
                session.StartedAt,
                cancellationToken
            );
            _histories[session.Id] = history;
        }

        return history;
    }
}
