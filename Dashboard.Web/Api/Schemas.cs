namespace Dashboard.Web.Api;

// The shapes of the answers, for the OpenAPI document. The answers are written by the writers of Sessions; a test
// reads every answer back through these, strictly, so that the two cannot part.

/// <summary>A page of sessions.</summary>
internal sealed record SessionListing(IReadOnlyList<SessionItem> Items, string? Next = null);

/// <summary>A page of events.</summary>
internal sealed record EventListing(IReadOnlyList<EventItem> Items, string? Next = null);

/// <summary>Closed trades.</summary>
internal sealed record Totals(long Trades, long Wins, long Losses);

/// <summary>A session's summary. ROI and drawdown are percentages.</summary>
internal record SummaryAnswer
{
    public required string SessionId { get; init; }
    public required DateTimeOffset SessionStart { get; init; }
    public DateTimeOffset? SessionEnd { get; init; }
    public required string Status { get; init; }
    public required int PhasesCompleted { get; init; }
    public required int PhasesTotal { get; init; }
    public double? InitialCapital { get; init; }
    public double? CurrentEquity { get; init; }
    public required Totals Totals { get; init; }
    public double? Roi { get; init; }
    public double? MaxDrawdown { get; init; }
    public required double RuntimeSecs { get; init; }
    public required DateTimeOffset LastUpdated { get; init; }
}

/// <summary>A session in a list.</summary>
internal record SessionItem : SummaryAnswer
{
    public required string RunnerName { get; init; }
    public bool? DryRun { get; init; }
    public string? Currency { get; init; }
    public string? TraceId { get; init; }
    public string? CurrentPhase { get; init; }
    public ScheduleItem? Schedule { get; init; }
    public required string Verdict { get; init; }
    public required string VerdictSentence { get; init; }
    public DateTimeOffset? VerdictSince { get; init; }

    /// <summary>It is not well, or it is lost or ended badly and no later session of its runner succeeded.</summary>
    public required bool NeedsAttention { get; init; }
}

/// <summary>All of a session.</summary>
internal sealed record SessionDetail : SessionItem
{
    public DateTimeOffset? LastHeartbeat { get; init; }
    public double? HeartbeatIntervalSecs { get; init; }
    public required EventCountsItem Counts { get; init; }
    public required IReadOnlyList<PhaseItem> Phases { get; init; }

    /// <summary>By name, without <c>runner.param.</c>.</summary>
    public IReadOnlyDictionary<string, object>? Parameters { get; init; }

    /// <summary>The resource attributes that the session was sent with.</summary>
    public IReadOnlyDictionary<string, object>? Environment { get; init; }
}

/// <summary>When sessions of the runner are due: a cron expression, or an interval from start to start.</summary>
internal sealed record ScheduleItem(
    string? Cron = null,
    string? Timezone = null,
    double? IntervalSecs = null,
    double? GraceSecs = null
);

/// <summary>A page of trades.</summary>
internal sealed record TradeListing(
    IReadOnlyList<TradeItem> Items,
    string? Next = null,
    TradeStatisticsItem? Statistics = null
);

/// <summary>What a session's trades come to. Ratios are per trade; drawdown and exposure are percentages.</summary>
internal sealed record TradeStatisticsItem
{
    public required int Trades { get; init; }

    /// <summary>Whether older trades were left out.</summary>
    public required bool NewestOnly { get; init; }
    public double? ProfitFactor { get; init; }
    public double? Expectancy { get; init; }
    public double? AverageWin { get; init; }
    public double? AverageLoss { get; init; }
    public required int LongestLosingStreak { get; init; }
    public double? MaxDrawdown { get; init; }
    public double? MaxDrawdownAmount { get; init; }
    public double? LongestDrawdownSecs { get; init; }
    public double? Exposure { get; init; }
    public double? Sharpe { get; init; }
    public double? Sortino { get; init; }
}

/// <summary>A closed trade; prices, profit and fees in the session's currency.</summary>
internal sealed record TradeItem
{
    public required string EventId { get; init; }
    public required DateTimeOffset Timestamp { get; init; }
    public string? Phase { get; init; }
    public string? Id { get; init; }
    public string? Symbol { get; init; }
    public string? Side { get; init; }
    public double? Quantity { get; init; }
    public double? EntryPrice { get; init; }
    public double? ExitPrice { get; init; }
    public DateTimeOffset? EntryTime { get; init; }
    public DateTimeOffset? ExitTime { get; init; }
    public double? Pnl { get; init; }
    public double? Fees { get; init; }
}

/// <summary>A session's own figures.</summary>
internal sealed record FigureListing(IReadOnlyList<FigureItem> Items, long ValuesLeftOut);

/// <summary>One figure with its latest value; of a sum and a histogram every value is the total until then.</summary>
internal sealed record FigureItem : FigurePointItem
{
    public required string Name { get; init; }

    /// <summary>gauge, sum or histogram.</summary>
    public required string Kind { get; init; }

    /// <summary>As the metric states it, in UCUM.</summary>
    public string? Unit { get; init; }
    public string? Description { get; init; }

    /// <summary>The points' attributes; another value of any of them is another figure.</summary>
    public IReadOnlyDictionary<string, object>? Attributes { get; init; }
    public required IReadOnlyList<FigurePointItem> Points { get; init; }
}

/// <summary>A value of a figure; of a histogram the sum, with count, least and greatest of what was measured.</summary>
internal record FigurePointItem
{
    public required DateTimeOffset Timestamp { get; init; }
    public required double Value { get; init; }
    public long? Count { get; init; }
    public double? Min { get; init; }
    public double? Max { get; init; }
}

/// <summary>How many events of each kind.</summary>
internal sealed record EventCountsItem(
    long Events,
    long Heartbeats,
    long Checkpoints,
    long CheckpointsPassed,
    long CheckpointsFailed,
    long CheckpointsWarned,
    long Errors,
    long Retries
);

/// <summary>One phase; what is usual comes from earlier sessions of the same runner.</summary>
internal sealed record PhaseItem
{
    public required string Name { get; init; }
    public int? Index { get; init; }

    /// <summary>Absent before it started; <c>cut_off</c> when it was open as its session ended.</summary>
    public string? Status { get; init; }

    /// <summary>How often it was begun; a phase that loops or is tried again has several.</summary>
    public required long Runs { get; init; }

    /// <summary>Of the first run that is known.</summary>
    public DateTimeOffset? Start { get; init; }
    public DateTimeOffset? End { get; init; }

    /// <summary>Of all its runs.</summary>
    public double? ElapsedSecs { get; init; }

    /// <summary>For each run.</summary>
    public double? TimeLimitSecs { get; init; }
    public double? UsualSecs { get; init; }
    public double? UsualP90Secs { get; init; }
    public long? Progress { get; init; }

    /// <summary>Where the progress ends.</summary>
    public long? ProgressTotal { get; init; }
    public required Totals Totals { get; init; }
}

/// <summary>One event.</summary>
internal sealed record EventItem
{
    public required string Id { get; init; }
    public required DateTimeOffset Timestamp { get; init; }
    public required string SessionId { get; init; }
    public required string Type { get; init; }
    public string? Phase { get; init; }
    public required string Level { get; init; }
    public string? Message { get; init; }
    public string? Status { get; init; }
    public EventMetrics? Metrics { get; init; }
    public string? TraceId { get; init; }
    public string? SpanId { get; init; }

    /// <summary>The span that a phase's span is in.</summary>
    public string? ParentSpanId { get; init; }
    public string? Error { get; init; }
    public IReadOnlyDictionary<string, object>? Details { get; init; }

    /// <summary>On <c>runner_start</c>: the resource attributes that the session was sent with.</summary>
    public IReadOnlyDictionary<string, object>? Resource { get; init; }
}

/// <summary>What an event states of money and trades.</summary>
internal sealed record EventMetrics
{
    public double? Equity { get; init; }
    public double? Pnl { get; init; }
    public double? WinRate { get; init; }
    public long? Trades { get; init; }
    public long? Wins { get; init; }
    public long? Losses { get; init; }
}

/// <summary>An equity curve.</summary>
internal sealed record Equity(IReadOnlyList<EquityItem> Points, long Total, double MaxDrawdown);

/// <summary>One point of the curve; the drawdown is in percent of the peak so far.</summary>
internal sealed record EquityItem(
    DateTimeOffset Timestamp,
    double Equity,
    double Drawdown,
    string EventId
);
