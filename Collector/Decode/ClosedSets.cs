using Sessions;

namespace Collector.Decode;

/// <summary>Which statuses each attribute may name.</summary>
internal static class ClosedSets
{
    public static readonly EventStatus[] Session =
    [
        EventStatus.Success,
        EventStatus.Failed,
        EventStatus.Error,
        EventStatus.Timeout,
        EventStatus.Cancelled,
    ];

    public static readonly EventStatus[] Phase =
    [
        EventStatus.Success,
        EventStatus.Failed,
        EventStatus.Error,
        EventStatus.Timeout,
        EventStatus.Skipped,
    ];

    public static readonly EventStatus[] Checkpoint =
    [
        EventStatus.Pass,
        EventStatus.Fail,
        EventStatus.Warn,
    ];

    public static readonly EventStatus[] Retry =
    [
        EventStatus.Retrying,
        EventStatus.Success,
        EventStatus.Failed,
    ];
}
