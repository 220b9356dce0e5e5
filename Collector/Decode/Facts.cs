using Sessions;

namespace Collector.Decode;

/// <summary>
/// What the attributes of one item say under the conventions' names. Made anew for every item from what its resource
/// says, so it is a plain struct without identity.
/// </summary>
internal struct Facts
{
    public string? SessionId;
    public string? RunnerName;
    public bool? DryRun;
    public double? InitialCapital;
    public string? Currency;
    public int? PhaseCount;
    public EventStatus? SessionStatus;
    public string? PhaseName;
    public int? PhaseIndex;
    public double? PhaseTimeLimit;
    public EventStatus? PhaseStatus;
    public string? CheckpointName;
    public EventStatus? CheckpointStatus;
    public string? CheckpointMessage;
    public int? RetryAttempt;
    public int? RetryMax;
    public double? RetryDelay;
    public string? RetryReason;
    public EventStatus? RetryResult;
    public string? ErrorType;
    public string? EventName;
    public double? Equity;
    public double? Pnl;
    public long? Trades;
    public long? Wins;
    public long? Losses;

    /// <summary>The first value that does not fit its name, in words; an item that matters is then refused.</summary>
    public string? Problem;

    /// <summary>Whether there are attributes without a field of their own.</summary>
    public bool HasFree;

    /// <summary>The figures stated; null when there is none.</summary>
    public readonly Figures? Figures =>
        (Equity, Pnl, Trades, Wins, Losses) is (null, null, null, null, null)
            ? null
            : new Figures
            {
                Equity = Equity,
                Pnl = Pnl,
                Trades = Trades,
                Wins = Wins,
                Losses = Losses,
            };
}
