using System.ComponentModel;
using Runner.Worker.Scenarios;

namespace Runner.Worker.Settings;

/// <summary>Everything that can be set, under <c>Runner:</c> in appsettings.json, as <c>Runner__…</c> in the environment or
/// as <c>--Runner:…</c> on the command line.</summary>
sealed record RunnerSettings
{
    public const string Section = "Runner";

    [Description("Name that the sessions carry")]
    public string Name { get; init; } = "index-runner";

    [Description("Trade on paper only; this release has no live broker")]
    public bool DryRun { get; init; } = true;

    [Description(
        "What is to happen: success, fail, error, timeout, hang, crash, retry, silent, soak, mixed"
    )]
    public Scenario Scenario { get; init; } = Scenario.Success;

    [Description("How many sessions to run before exiting; 0 for ever")]
    public int Sessions { get; init; }

    [Description("Pause between sessions")]
    public TimeSpan SessionPause { get; init; } = TimeSpan.FromSeconds(5);

    [Description("Pause between phases")]
    public TimeSpan PhasePause { get; init; }

    [Description("How often a session beats")]
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(2);

    [Description("How long scenario hang hangs before it goes on")]
    public TimeSpan HangFor { get; init; } = TimeSpan.FromMinutes(2);

    [Description("Paper money at the start of a session")]
    public decimal InitialCapital { get; init; } = 10_000m;

    [Description("Currency of the paper money, ISO 4217")]
    public string Currency { get; init; } = "EUR";

    public DataSettings Data { get; init; } = new();

    public StrategySettings Strategy { get; init; } = new();

    public PaceSettings Pace { get; init; } = new();

    public BrokerSettings Broker { get; init; } = new();

    public ReplaySettings Replay { get; init; } = new();

    public LimitSettings Limits { get; init; } = new();

    public RetrySettings Retry { get; init; } = new();
}

/// <summary>Where prices come from.</summary>
sealed record DataSettings
{
    [Description(
        "CSV with a date column, and closes or open, high, low, close; relative to the program's folder"
    )]
    public string Path { get; init; } = "Data/eu-stock-markets-1991-1998.csv";

    [Description("Columns of closes, one per session in turn, separated by commas")]
    public string Symbols { get; init; } = "DAX,SMI,CAC,FTSE";

    [Description("Widest gap between two days of prices")]
    public int MaxGapDays { get; init; } = 10;
}

/// <summary>Which strategy, and what its parameters are chosen from.</summary>
sealed record StrategySettings
{
    [Description("ma-crossover or rsi")]
    public string Name { get; init; } = "ma-crossover";

    [Description("Lengths of the fast average to choose from")]
    public string Fast { get; init; } = "2,3,5";

    [Description("Lengths of the slow average to choose from")]
    public string Slow { get; init; } = "8,13,21";

    [Description("Lengths of the RSI to choose from")]
    public string RsiLengths { get; init; } = "3,5,8";

    [Description("Thresholds below which the RSI buys, to choose from")]
    public string RsiBuyBelow { get; init; } = "20,30,40";

    [Description("Bars on which parameters are chosen")]
    public int TrainBars { get; init; } = 250;

    [Description("Bars on which each choice is judged")]
    public int JudgeBars { get; init; } = 60;
}

/// <summary>How slowly to work, so that people can watch; without it the first two phases take a fraction of a second.</summary>
sealed record PaceSettings
{
    [Description("Time per row that data_phase reads; 0 for full speed")]
    public TimeSpan Row { get; init; } = TimeSpan.FromMilliseconds(1.8);

    [Description("Time per fold of strategy_phase; 0 for full speed")]
    public TimeSpan Fold { get; init; } = TimeSpan.FromMilliseconds(300);
}

/// <summary>What the paper broker charges and how much may be lost.</summary>
sealed record BrokerSettings
{
    [Description("Fee as a fraction of a fill's value")]
    public decimal FeeRate { get; init; } = 0.0002m;

    [Description("How much worse than the quote a fill is, as a fraction")]
    public decimal Slippage { get; init; } = 0.0001m;

    [Description("Deepest allowed fall of equity from its peak, as a fraction")]
    public decimal MaxDrawdown { get; init; } = 0.25m;
}

/// <summary>The unseen bars at the end of the series, traded at a set pace.</summary>
sealed record ReplaySettings
{
    [Description("How many of the last bars are replayed")]
    public int Bars { get; init; } = 250;

    [Description("Time per bar")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);
}

/// <summary>How long a phase may take.</summary>
sealed record LimitSettings
{
    [Description("Time limit of data_phase")]
    public TimeSpan Data { get; init; } = TimeSpan.FromSeconds(7200);

    [Description("Time limit of strategy_phase")]
    public TimeSpan Strategy { get; init; } = TimeSpan.FromSeconds(7200);

    [Description("Time limit of api_phase")]
    public TimeSpan Api { get; init; } = TimeSpan.FromSeconds(3600);
}

/// <summary>How often a failing step is tried.</summary>
sealed record RetrySettings
{
    [Description("Attempts, the first included")]
    public int Attempts { get; init; } = 3;

    [Description("Delay before the second attempt; doubles, with jitter")]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    [Description("Longest delay")]
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);
}
