using System.Text.RegularExpressions;

namespace AppHost.Tests.Examples;

/// <summary>
/// The configuration that points an OpenTelemetry Collector at ours, held to what that program documents of its settings:
/// <c>exporterhelper</c> (queue and retry), <c>configgrpc</c>, <c>otlpexporter</c>, <c>otlpreceiver</c>,
/// <c>filestorage</c>. It refuses to start with a key that it does not know.
/// </summary>
public sealed partial class OtelCollectorConfigTests
{
    static readonly string[] Signals = ["traces", "metrics", "logs"];

    static readonly Dictionary<string, Func<string, bool>> Documented = new()
    {
        ["extensions.file_storage.directory"] = Path.IsPathRooted,
        ["extensions.file_storage.create_directory"] = IsBool,
        ["extensions.file_storage.fsync"] = IsBool,
        ["receivers.otlp.protocols.grpc.endpoint"] = IsHostAndPort,
        ["receivers.otlp.protocols.http.endpoint"] = IsHostAndPort,
        ["exporters.otlp.endpoint"] = IsHostAndPort,
        ["exporters.otlp.tls.insecure"] = IsBool,
        ["exporters.otlp.compression"] = value => value is "gzip" or "snappy" or "zstd" or "none",
        ["exporters.otlp.timeout"] = IsDuration,
        ["exporters.otlp.retry_on_failure.enabled"] = IsBool,
        ["exporters.otlp.retry_on_failure.initial_interval"] = IsDuration,
        ["exporters.otlp.retry_on_failure.max_interval"] = IsDuration,
        ["exporters.otlp.retry_on_failure.max_elapsed_time"] = IsDuration,
        ["exporters.otlp.sending_queue.enabled"] = IsBool,
        ["exporters.otlp.sending_queue.storage"] = IsName,
        ["exporters.otlp.sending_queue.num_consumers"] = IsCount,
        ["exporters.otlp.sending_queue.queue_size"] = IsCount,
        ["exporters.otlp.sending_queue.block_on_overflow"] = IsBool,
        ["service.extensions"] = IsName,
        ["service.pipelines.traces.receivers"] = IsName,
        ["service.pipelines.traces.exporters"] = IsName,
        ["service.pipelines.metrics.receivers"] = IsName,
        ["service.pipelines.metrics.exporters"] = IsName,
        ["service.pipelines.logs.receivers"] = IsName,
        ["service.pipelines.logs.exporters"] = IsName,
    };

    readonly OtelCollectorConfig _config = OtelCollectorConfig.Read();

    [Fact]
    public void Every_setting_is_documented_and_has_a_value_of_its_kind() =>
        Assert.All(
            _config.Leaves.Where(leaf => !leaf.Path.EndsWith(" names", StringComparison.Ordinal)),
            leaf =>
                Assert.True(
                    Documented.TryGetValue(leaf.Path, out var isValid) && isValid(leaf.Value),
                    $"{leaf.Path}: {leaf.Value}"
                )
        );

    [Fact]
    public void Every_component_that_is_named_is_described_and_the_other_way_round()
    {
        Assert.Equal(
            _config.Components("extensions"),
            _config.At("service.extensions").ToHashSet()
        );
        foreach (var section in (string[])["receivers", "exporters"])
        {
            Assert.Equal(
                _config.Components(section),
                Signals
                    .SelectMany(signal => _config.At($"service.pipelines.{signal}.{section}"))
                    .ToHashSet()
            );
        }
    }

    [Fact]
    public void Every_signal_goes_to_the_session_collector() =>
        Assert.All(
            Signals,
            signal =>
                Assert.Equal(["otlp/sessions"], _config.At($"service.pipelines.{signal}.exporters"))
        );

    [Fact]
    public void What_was_accepted_is_kept_until_it_is_delivered()
    {
        Assert.Equal(["true"], _config.At("exporters.otlp.sending_queue.enabled"));
        // Only what a queue has in an extension's file outlives the process, and fsync a power cut.
        Assert.Equal(
            _config.At("exporters.otlp.sending_queue.storage"),
            _config.At("service.extensions")
        );
        Assert.Equal(["true"], _config.At("extensions.file_storage.fsync"));
        Assert.Equal(["true"], _config.At("exporters.otlp.sending_queue.block_on_overflow"));
        Assert.Equal(["true"], _config.At("exporters.otlp.retry_on_failure.enabled"));
        // "If set to 0, the retries are never stopped."
        Assert.Equal(["0s"], _config.At("exporters.otlp.retry_on_failure.max_elapsed_time"));
        // A processor that gathers answers its sender before the queue has the data.
        Assert.Empty(_config.Components("processors"));
    }

    static bool IsBool(string value) => value is "true" or "false";

    static bool IsCount(string value) => int.TryParse(value, out var count) && count > 0;

    static bool IsName(string value) => Name().IsMatch(value);

    static bool IsDuration(string value) => Duration().IsMatch(value);

    static bool IsHostAndPort(string value) => HostAndPort().IsMatch(value);

    [GeneratedRegex(@"^[a-z]\w*(/\w+)?$")]
    private static partial Regex Name();

    // Of Go's time.ParseDuration.
    [GeneratedRegex(@"^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^[\w.-]+:\d{1,5}$")]
    private static partial Regex HostAndPort();
}
