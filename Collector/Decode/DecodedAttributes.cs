using Sessions;

namespace Collector.Decode;

/// <summary>
/// What the attributes of one item say under the conventions' names. Made anew for every item from what its resource
/// says, so it is a plain struct without identity.
/// </summary>
internal struct DecodedAttributes
{
    public string? SessionId;
    public string? RunnerName;
    public string? ServiceName;
    public bool? DryRun;
    public double? InitialCapital;
    public string? Currency;
    public int? PhaseCount;
    public EventStatus? SessionStatus;
    public string? PhaseName;
    public int? PhaseIndex;
    public int? PhaseRun;
    public int? BeatGeneration;

    /// <summary>What an export says of how the event was told.</summary>
    public string? ExportTold;
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
    public string? ExceptionType;
    public string? ExceptionMessage;
    public string? EventName;
    public string? Cron;
    public string? Timezone;
    public double? Interval;
    public double? Grace;
    public double? Equity;
    public double? Pnl;
    public long? Trades;
    public long? Wins;
    public long? Losses;

    /// <summary>The first value that the item cannot do without and that does not fit its name, in words; an item that
    /// matters is then refused.</summary>
    public string? Problem;

    /// <summary>Values that do not fit their names and were left out.</summary>
    public IgnoredValue? Ignored;

    /// <summary>Whether there are attributes without a field of their own.</summary>
    public bool HasFree;

    /// <summary>When sessions are due; null when nothing is stated.</summary>
    public readonly Schedule? Schedule =>
        (Cron, Timezone, Interval, Grace) is (null, null, null, null)
            ? null
            : new Schedule(Cron, Timezone, Interval, Grace);

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
