using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Runner.Conventions;

namespace Collector.Decode;

/// <summary>Writes attributes that have no field of their own as the text of one JSON object. Not thread-safe.</summary>
internal sealed class DetailsJson(Interner interner) : IDisposable
{
    /// <summary>Arrays and maps in each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Longest text that becomes part of an event.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Longest text of a session's parameters, and of its environment; what is beyond is left out.</summary>
    public const int MaxRunBytes = 16 * 1024;

    private static readonly byte[] Parameter = Encoding.UTF8.GetBytes(
        AttributeNames.ParameterPrefix
    );

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth + 1,
        // An attribute that comes twice is kept once at the top; below it is passed on as it came.
        SkipValidation = true,
    };

    /// <summary>Longest text of the attributes of a metric point; what is beyond is left out.</summary>
    public const int MaxPointBytes = 2 * 1024;

    private const int MaxOrdered = 4096;

    // Points of a series come again and again with the same attributes.
    private readonly Dictionary<string, string> _ordered = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, Options);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>The free attributes as JSON; null when there is none.</summary>
    /// <param name="attributes">All attributes.</param>
    /// <param name="hasParameters">Whether parameters among them are kept elsewhere; see <see cref="Parameters"/>.</param>
    /// <param name="problem">Set when they break a bound; the text is then null.</param>
    /// <param name="body">A log record's body; one that is an array or a map is kept as <c>body</c>.</param>
    /// <param name="eventName">A log line's event name.</param>
    public string? Write(
        AttributeList attributes,
        bool hasParameters,
        ref string? problem,
        AnyValueMessage body = default,
        string? eventName = null
    )
    {
        Begin();
        if (eventName is not null)
        {
            _keys.Add(AttributeNames.EventName);
            _writer.WriteString(AttributeNames.EventName, eventName);
        }

        if (body.Kind is ValueKind.Map or ValueKind.Array)
        {
            _keys.Add("body");
            _writer.WritePropertyName("body");
            if (!TryWriteValue(body, 1))
            {
                problem ??= $"log_record.body: {TooMuch}";
                return null;
            }
        }

        foreach (var attribute in attributes)
        {
            if (
                !KnownNames.IsDetail(KnownNames.Of(attribute.Key))
                || (hasParameters && attribute.Key.StartsWith(Parameter))
            )
            {
                continue;
            }

            var key = interner.Text(attribute.Key);
            if (!_keys.Add(key))
            {
                continue;
            }

            _writer.WritePropertyName(key);
            if (!TryWriteValue(attribute.Value, 1) || Written > MaxBytes)
            {
                problem ??= $"{key}: {TooMuch}";
                return null;
            }
        }

        return End();
    }

    /// <summary>The parameters among a session's attributes, by their names without the prefix; null when there is none.</summary>
    /// <param name="attributes">All attributes.</param>
    /// <param name="isCut">Set when some had to be left out.</param>
    public string? Parameters(AttributeList attributes, ref bool isCut)
    {
        Begin();
        foreach (var attribute in attributes)
        {
            if (attribute.Key.StartsWith(Parameter) && attribute.Key.Length > Parameter.Length)
            {
                isCut |= !TryAdd(attribute.Key[Parameter.Length..], attribute.Value);
            }
        }

        return End();
    }

    /// <summary>The attributes of a resource, apart from the conventions' own; null when there is none.</summary>
    /// <param name="resource">All attributes.</param>
    /// <param name="isCut">Set when some had to be left out.</param>
    public string? Environment(AttributeList resource, ref bool isCut)
    {
        Begin();
        foreach (var attribute in resource)
        {
            if (
                KnownNames.Of(attribute.Key) is KnownName.None or KnownName.ServiceName
                && !attribute.Key.StartsWith(Parameter)
            )
            {
                isCut |= !TryAdd(attribute.Key, attribute.Value);
            }
        }

        return End();
    }

    /// <summary>
    /// All attributes of a metric point but its session, in ordinal order of their names; null when there is none.
    /// </summary>
    /// <param name="attributes">All attributes.</param>
    /// <param name="isCut">Set when some had to be left out.</param>
    public string? Point(AttributeList attributes, ref bool isCut)
    {
        Begin();
        foreach (var attribute in attributes)
        {
            if (KnownNames.Of(attribute.Key) is not (KnownName.SessionId or KnownName.FigureWriter))
            {
                isCut |= !TryAdd(attribute.Key, attribute.Value, MaxPointBytes);
            }
        }

        return _keys.Count < 2 ? End() : Ordered(End()!);
    }

    private string Ordered(string json)
    {
        if (_ordered.TryGetValue(json, out var known))
        {
            return known;
        }

        using var document = JsonDocument.Parse(json);
        Begin();
        foreach (
            var property in document
                .RootElement.EnumerateObject()
                .OrderBy(property => property.Name, StringComparer.Ordinal)
        )
        {
            property.WriteTo(_writer);
        }

        _keys.Add("");
        if (_ordered.Count >= MaxOrdered)
        {
            _ordered.Clear();
        }

        return _ordered[json] = End()!;
    }

    public void Dispose() => _writer.Dispose();

    private static string TooMuch =>
        $"deeper than {MaxDepth} levels or longer than {MaxBytes} bytes";

    private long Written => _writer.BytesCommitted + _writer.BytesPending;

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _keys.Clear();
        _writer.WriteStartObject();
    }

    private string? End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        return _keys.Count == 0 ? null : Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    /// <summary>Adds a value that is neither too long nor nested; one that came before under its name stays.</summary>
    private bool TryAdd(ReadOnlySpan<byte> utf8, AnyValueMessage value, int most = MaxRunBytes)
    {
        // Quotes, colon and comma count too.
        if (Written + utf8.Length + value.Bytes.Length + 6 > most || IsNested(value))
        {
            return false;
        }

        var key = interner.Text(utf8);
        if (_keys.Add(key))
        {
            _writer.WritePropertyName(key);
            TryWriteValue(value, 1);
        }

        return true;
    }

    private static bool IsNested(AnyValueMessage value)
    {
        if (value.Kind == ValueKind.Array)
        {
            foreach (var item in new AnyValueList(value.Bytes))
            {
                if (item.Kind is ValueKind.Array or ValueKind.Map)
                {
                    return true;
                }
            }
        }

        return value.Kind == ValueKind.Map;
    }

    private bool TryWriteValue(AnyValueMessage value, int depth)
    {
        if (depth > MaxDepth || value.Bytes.Length > MaxBytes)
        {
            return false;
        }

        switch (value.Kind)
        {
            case ValueKind.Text when Utf8.IsValid(value.Bytes):
                _writer.WriteStringValue(value.Bytes);
                return true;
            case ValueKind.Text:
                _writer.WriteStringValue(Encoding.UTF8.GetString(value.Bytes));
                return true;
            case ValueKind.Bool:
                _writer.WriteBooleanValue(value.Bool);
                return true;
            case ValueKind.Int:
                _writer.WriteNumberValue(value.Int);
                return true;
            case ValueKind.Double when double.IsFinite(value.Double):
                _writer.WriteNumberValue(value.Double);
                return true;
            case ValueKind.Double:
                _writer.WriteStringValue(
                    double.IsNaN(value.Double) ? "NaN"
                    : value.Double > 0 ? "Infinity"
                    : "-Infinity"
                );
                return true;
            case ValueKind.Bytes:
                _writer.WriteBase64StringValue(value.Bytes);
                return true;
            case ValueKind.Array:
                return TryWriteArray(value.Bytes, depth);
            case ValueKind.Map:
                return TryWriteMap(value.Bytes, depth);
            default:
                _writer.WriteNullValue();
                return true;
        }
    }

    private bool TryWriteArray(ReadOnlySpan<byte> message, int depth)
    {
        _writer.WriteStartArray();
        foreach (var item in new AnyValueList(message))
        {
            if (!TryWriteValue(item, depth + 1))
            {
                return false;
            }
        }

        _writer.WriteEndArray();
        return true;
    }

    private bool TryWriteMap(ReadOnlySpan<byte> message, int depth)
    {
        _writer.WriteStartObject();
        foreach (var entry in new AttributeList(message, AttributeList.FirstField))
        {
            _writer.WritePropertyName(interner.Text(entry.Key));
            if (!TryWriteValue(entry.Value, depth + 1))
            {
                return false;
            }
        }

        _writer.WriteEndObject();
        return true;
    }
}
