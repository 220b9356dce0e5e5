using System.Buffers;
using System.Text.Json;

namespace Sessions;

/// <summary>Which of OTLP's three requests a line is.</summary>
internal enum OtlpSignal
{
    Traces,
    Metrics,
    Logs,
}

/// <summary>Lines of OTLP JSON: items in the envelope of one scope and of the resource that the session stated, if any.</summary>
internal sealed class OtlpLines(Stream stream, string? environment) : IDisposable
{
    /// <summary>Receivers take 4 MiB and more; an item may be as long as the collector takes one.</summary>
    private const int LongEnough = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null);
    private OtlpSignal? _open;

    /// <summary>Adds an item to the line of its kind.</summary>
    public async ValueTask WriteAsync(
        OtlpSignal signal,
        Action<Utf8JsonWriter> item,
        CancellationToken cancellationToken
    )
    {
        if (_open != signal)
        {
            await EndAsync(cancellationToken);
            Begin(signal);
        }

        item(_writer);
        // Gauges that belong together must stay in one request; there is one metric of each name and few of them.
        if (
            signal != OtlpSignal.Metrics
            && _writer.BytesCommitted + _writer.BytesPending > LongEnough
        )
        {
            await EndAsync(cancellationToken);
        }
    }

    /// <summary>Ends the line that was begun, if any.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_open is null)
        {
            return;
        }

        _open = null;
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.Flush();
        _line.Write("\n"u8);
        await stream.WriteAsync(_line.WrittenMemory, cancellationToken);
    }

    public void Dispose() => _writer.Dispose();

    private void Begin(OtlpSignal signal)
    {
        var (resources, scopes, items) = signal switch
        {
            OtlpSignal.Traces => ("resourceSpans", "scopeSpans", "spans"),
            OtlpSignal.Metrics => ("resourceMetrics", "scopeMetrics", "metrics"),
            _ => ("resourceLogs", "scopeLogs", "logRecords"),
        };
        _open = signal;
        _line.ResetWrittenCount();
        _writer.Reset(_line);
        _writer.WriteStartObject();
        _writer.WriteStartArray(resources);
        _writer.WriteStartObject();
        _writer.WriteStartObject("resource");
        var resource = new OtlpAttributes(_writer);
        resource.Free(environment, name => name);
        resource.End();
        _writer.WriteEndObject();
        _writer.WriteStartArray(scopes);
        _writer.WriteStartObject();
        _writer.WriteStartObject("scope");
        _writer.WriteString("name", "runner.session.export");
        _writer.WriteEndObject();
        _writer.WriteStartArray(items);
    }
}
