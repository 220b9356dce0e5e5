namespace Collector.Forward;

/// <summary>Section <c>Forward</c> of the configuration.</summary>
internal sealed class ForwardOptions
{
    /// <summary>
    /// Where every accepted request is sent on to. When empty, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is the one
    /// target, if set; <see cref="Enabled"/> turns that off too.
    /// </summary>
    public List<TargetOptions> Targets { get; set; } = [];

    /// <summary>Whether anything is sent on.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Bytes that may wait for one target; beyond it the newest are dropped and counted.</summary>
    public long MaxQueuedBytes { get; set; } = 32L * 1024 * 1024;

    /// <summary>Largest request sent on, in bytes: most receivers take no more than 4 MiB.</summary>
    public int MaxRequestBytes { get; set; } = 4 * 1024 * 1024 - 64 * 1024;

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long what waits may take to go out when the collector stops.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a request is tried before it is given up and counted as failed.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// Folder for requests that a target refuses for good. By default <c>forward-dead-letters</c> in the folder of a SQLite
    /// store, otherwise in the user's folder for application data.
    /// </summary>
    public string? DeadLetterFolder { get; set; }

    /// <summary>Bytes that the folder may hold; beyond it such requests are only counted.</summary>
    public long MaxDeadLetterBytes { get; set; } = 16L * 1024 * 1024;

    /// <summary>Wait before the second attempt; doubles from attempt to attempt.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(250);
}

/// <summary>One receiver of accepted requests.</summary>
internal sealed class TargetOptions
{
    /// <summary>Absolute URL; for HTTP the base below which <c>/v1/traces</c> and its like stand.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary><c>grpc</c> or <c>http/protobuf</c>.</summary>
    public string Protocol { get; set; } = "grpc";

    /// <summary>Sent with every request, for example an API key.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];
}
