namespace Collector.Receive;

/// <summary>Section <c>Receive</c> of the configuration.</summary>
internal sealed class ReceiveOptions
{
    /// <summary>Largest request, in bytes, as it arrives and also as it unpacks.</summary>
    public int MaxRequestBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes of all requests in hand together; beyond it requests are refused as UNAVAILABLE.</summary>
    public long MaxBytesInHand { get; set; } = 160L * 1024 * 1024;

    /// <summary>How long a request may take to arrive.</summary>
    public TimeSpan MaxArrivalTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long refused clients are asked to wait.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When set, every request must carry it as <c>x-otlp-api-key</c> or <c>Authorization: Bearer</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Lets the collector listen beyond this machine without an <see cref="ApiKey"/>.</summary>
    public bool AllowAnonymous { get; set; }
}
