using System.Text.Json.Serialization;

namespace Collector.Hosting;

/// <summary>What <c>/status</c> answers. What is null is left out.</summary>
internal sealed record StatusDocument
{
    /// <summary><c>receiving</c>, or <c>degraded</c> while the store cannot be written or does not answer.</summary>
    public required string State { get; init; }

    public required DateTime StartedAt { get; init; }

    /// <summary>Since when the collector has been able to hear everyone without a break, UTC; null while it cannot.</summary>
    public DateTime? ReceivingSince { get; init; }

    /// <summary>The newest moment at which it stated so in the store, UTC.</summary>
    public DateTime? HeardUntil { get; init; }

    public required bool Writing { get; init; }

    /// <summary>The newest failure, also after it has passed.</summary>
    public string? LastError { get; init; }

    public ReceivedStatus? Received { get; init; }

    public StoredStatus? Stored { get; init; }

    /// <summary>Requests or items refused, by reason.</summary>
    public IReadOnlyDictionary<string, long>? Rejected { get; init; }

    /// <summary>Values and items that name a session and were not used, by reason.</summary>
    public IReadOnlyDictionary<string, long>? Ignored { get; init; }

    /// <summary>Items that belong to no session.</summary>
    public long? Unmatched { get; init; }

    public QueuedStatus? Queued { get; init; }

    public IReadOnlyList<ForwardedStatus>? Forwarded { get; init; }

    public CommitStatus? CommitMs { get; init; }

    /// <summary>How long the oldest request in a commit under way has waited, in milliseconds.</summary>
    public required double LagMs { get; init; }
}

/// <summary>What came in.</summary>
internal sealed record ReceivedStatus(long Requests, long Spans, long LogRecords, long Points);

/// <summary>What the store made of it; see <see cref="Sessions.WriteResult"/>.</summary>
internal sealed record StoredStatus(
    long Events,
    long Merged,
    long Known,
    long Waiting,
    long Refused
);

/// <summary>What waits for its commit.</summary>
internal sealed record QueuedStatus(int Requests, int Items);

/// <summary>Requests of one forward target.</summary>
internal sealed record ForwardedStatus(
    string Target,
    long Sent,
    long Failed,
    long Dropped,
    long Queued
);

/// <summary>Latency of the newest commits, in milliseconds.</summary>
internal sealed record CommitStatus(double P50, double P99);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;
