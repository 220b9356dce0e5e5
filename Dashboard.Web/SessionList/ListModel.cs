using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>All that the list's page shows.</summary>
public sealed record ListModel
{
    public required ListFilter Filter { get; init; }

    /// <summary>The page's rows, by day where they are in order of time.</summary>
    public required IReadOnlyList<ListDay> Days { get; init; }

    /// <summary>Of all that the filter lets through.</summary>
    public required ListTotals Totals { get; init; }

    /// <summary>How many need attention, whatever the filter.</summary>
    public required ListTotals Attention { get; init; }

    public long Unwell => Attention.Sessions;

    /// <summary>Names that the filter can be set to.</summary>
    public required IReadOnlyList<string> Runners { get; init; }

    public required TelemetryHealth Telemetry { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Of the page after this one; null on the last.</summary>
    public required string? Next { get; init; }

    /// <summary>Of the tab.</summary>
    public string Title => Unwell > 0 ? $"({Attention.Count}) Sessions" : "Sessions";

    /// <summary>Of the tab.</summary>
    public string Icon =>
        Unwell > 0 ? "warn"
        : Totals.Running > 0 ? "ok"
        : "idle";

    public bool IsEmpty => Days.Count == 0;

    public DateOnly Today => ReaderZone.DayOf(Now, Zone);

    /// <summary>The filter that shows the next page.</summary>
    public ListFilter Older => Filter with { Cursor = Next, Continues = null };

    /// <summary>The filter whose page can be added below this one.</summary>
    public ListFilter Continued => Older with { Continues = Days[^1].Day };
}
