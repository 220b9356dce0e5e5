namespace Recomputation.Tests;

/// <summary>One thing that a runner says of a session, by docs/conventions.md.</summary>
/// <param name="At">When, in seconds since the session's start by the runner's clock.</param>
/// <param name="Phase">The phase that it speaks of; null for the session.</param>
/// <param name="Run">Which run of the phase, counted from 1.</param>
abstract record Statement(double At, string? Phase, int Run);

sealed record SessionStart(double At, string? Name, double? Capital, int? Phases)
    : Statement(At, null, 0);

sealed record SessionEnd(double At, string Status, double? Equity) : Statement(At, null, 0);

sealed record PhaseStart(double At, string Phase, int Run, int? Index) : Statement(At, Phase, Run);

/// <param name="Trades">Closed in this run; null where it does not say. Then wins and losses.</param>
sealed record PhaseEnd(
    double At,
    string Phase,
    int Run,
    int? Index,
    double StartedAt,
    string Status,
    (int Trades, int Wins, int Losses)? Trades
) : Statement(At, Phase, Run);

sealed record Check(double At, string Phase, int Run, string Name, string Status)
    : Statement(At, Phase, Run);

/// <param name="Number">From 1, through the session.</param>
sealed record Heartbeat(
    double At,
    string Phase,
    int Run,
    int Number,
    int? Progress,
    int? Total,
    double? Equity,
    double? Pnl
) : Statement(At, Phase, Run);

sealed record ClosedTrade(double At, string Phase, int Run, string Id, double Pnl)
    : Statement(At, Phase, Run);

/// <summary>An attempt that failed and is made again.</summary>
sealed record Retry(double At, string Phase, int Run, int Attempt) : Statement(At, Phase, Run);

/// <param name="Kind">gauge, delta, cumulative or histogram.</param>
/// <param name="From">Since when a sum counts, in seconds.</param>
/// <param name="Writer">Which of several processes says so.</param>
sealed record FigureValue(
    double At,
    string Name,
    string Kind,
    double From,
    int Writer,
    double Value,
    int Count,
    double Min,
    double Max
) : Statement(At, null, 0);

/// <summary>A session as its runner lived it, and how its telemetry is sent.</summary>
/// <param name="TellsTwice">Checkpoints are told by log and span at times that differ a little.</param>
/// <param name="HasInnerSpans">A span within each run has its phase's name and attributes.</param>
/// <param name="IsLost">It beats often, and is not heard of any more.</param>
sealed record Story(
    string Id,
    string Trace,
    DateTimeOffset Start,
    IReadOnlyList<Statement> Said,
    bool HasSpans,
    bool HasLogs,
    bool NumbersRuns,
    bool TellsTwice,
    bool HasInnerSpans,
    bool IsLost
)
{
    /// <summary>Phases with a run that never ends.</summary>
    public IEnumerable<string> OpenPhases =>
        Said.OfType<PhaseStart>()
            .Where(start =>
                !Said.OfType<PhaseEnd>()
                    .Any(end => end.Phase == start.Phase && end.Run == start.Run)
            )
            .Select(start => start.Phase!);

    public bool HasEnded => Said.OfType<SessionEnd>().Any();
}
