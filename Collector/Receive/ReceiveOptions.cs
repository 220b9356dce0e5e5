namespace Collector.Receive;

/// <summary>Section <c>Receive</c> of the configuration.</summary>
internal sealed class ReceiveOptions
{
    /// <summary>Largest request, in bytes, as it arrives and also as it unpacks.</summary>
    public int MaxRequestBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>
    /// Most spans with their events, log records, or metrics with their points in one request: a small request can
    /// unpack to millions of empty ones.
    /// </summary>
    public int MaxRequestItems { get; set; } = 100_000;

    /// <summary>
    /// Bytes of all requests in hand together; beyond it requests are refused as UNAVAILABLE. An eighth is kept for
    /// connections that hold little.
    /// </summary>
    public long MaxBytesInHand { get; set; } = 96L * 1024 * 1024;

    /// <summary>Bytes of the requests in hand that came by one connection; beyond it they are refused as UNAVAILABLE.</summary>
    public long MaxBytesPerConnection { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long a request may take to arrive.</summary>
    public TimeSpan MaxArrivalTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long refused clients are asked to wait.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When set, every request must carry it as <c>x-otlp-api-key</c> or <c>Authorization: Bearer</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Origins of web pages that may send OTLP/HTTP from a browser, separated by commas or semicolons; <c>*</c> is
    /// every page. None by default.
    /// </summary>
    public string? AllowedOrigins { get; set; }

    /// <summary>Lets the collector listen beyond this machine without an <see cref="ApiKey"/>.</summary>
    public bool AllowAnonymous { get; set; }
}
