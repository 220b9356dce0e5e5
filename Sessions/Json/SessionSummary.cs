namespace Sessions;

/// <summary>A session's summary as somebody else wrote it down.</summary>
public sealed record SessionSummary
{
    public required string SessionId { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>Absent while it runs.</summary>
    public DateTimeOffset? End { get; init; }

    public required SessionStatus Status { get; init; }

    public int? PhasesCompleted { get; init; }

    public int? PhasesTotal { get; init; }

    public double? InitialCapital { get; init; }

    public double? CurrentEquity { get; init; }

    /// <summary>Closed trades; absent when none is stated.</summary>
    public Figures? Totals { get; init; }

    /// <summary>Percent, as stated.</summary>
    public double? Roi { get; init; }

    /// <summary>Percent of the peak, as stated.</summary>
    public double? MaxDrawdown { get; init; }

    public double? RuntimeSeconds { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>Every other field, as the text of one JSON object; absent when there is none.</summary>
    public string? Details { get; init; }
}
