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

    /// <summary>A text is not cut to less, and one that is cut leaves as much to the attributes behind it.</summary>
    private const int LittleRoom = 16 * 1024;

    /// <summary>Quotes, colon and comma.</summary>
    private const int Punctuation = 6;

    private const int MaxNumber = 32;

    /// <summary>A control character in JSON, such as <c>\u0001</c>.</summary>
    private const int MaxEscape = 6;

    // Points of a series come again and again with the same attributes.
    private readonly Dictionary<string, string> _ordered = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, Options);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>
    /// The free attributes as JSON; null without any. A text beyond the bounds is cut, any other value is left out; the
    /// item is kept.
    /// </summary>
    /// <param name="attributes">All attributes.</param>
    /// <param name="hasParameters">Whether parameters among them are kept elsewhere; see <see cref="Parameters"/>.</param>
    /// <param name="ignored">Told what was cut or left out.</param>
    /// <param name="body">A log record's body; one that is an array or a map is kept as <c>body</c>.</param>
    /// <param name="eventName">A log line's event name.</param>
    public string? Write(
        AttributeList attributes,
        bool hasParameters,
        ref IgnoredValue? ignored,
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
            WriteBounded("body", body, ref ignored);
        }

        foreach (var attribute in attributes)
        {
            if (
                KnownNames.IsDetail(KnownNames.Of(attribute.Key))
                && !(hasParameters && attribute.Key.StartsWith(Parameter))
            )
            {
                WriteBounded(interner.Text(attribute.Key), attribute.Value, ref ignored);
            }
        }

        return End();
    }

    /// <summary>Writes a value as far as there is room; one that came before under its name stays.</summary>
    private void WriteBounded(string key, AnyValueMessage value, ref IgnoredValue? ignored)
    {
        if (_keys.Contains(key))
        {
            return;
        }

        var room = MaxBytes - Written - key.Length - Punctuation;
        var isText = value.Kind == ValueKind.Text;
        var fits = isText
            ? FittingText(value.Bytes, room) == value.Bytes.Length
            : Cost(value) <= room;
        if (!fits && !(isText && room > LittleRoom))
        {
            Ignore(key, $"left out: more than {MaxBytes} bytes of attributes", ref ignored);
        }
        else if (DepthOf(value) > MaxDepth)
        {
            Ignore(key, $"left out: deeper than {MaxDepth} levels", ref ignored);
        }
        else
        {
            _keys.Add(key);
            _writer.WritePropertyName(key);
            if (fits)
            {
                WriteValue(value);
            }
            else
            {
                // Not to the end: the small attributes behind it have their place, too.
                var kept = FittingText(value.Bytes, room - LittleRoom);
                _writer.WriteStringValue(CutText.Of(value.Bytes, kept));
                Ignore(key, $"cut: more than {MaxBytes} bytes of attributes", ref ignored);
            }
        }
    }

    private static void Ignore(string key, string why, ref IgnoredValue? ignored) =>
        ignored = new IgnoredValue($"{key}: {why}", ignored);

    /// <summary>How many bytes of a text there is room for once it is escaped.</summary>
    private static int FittingText(ReadOnlySpan<byte> utf8, long room)
    {
        if (MaxEscape * (long)utf8.Length <= room)
        {
            return utf8.Length;
        }

        var at = 0;
        while (at < utf8.Length && (room -= CostOf(utf8[at])) >= 0)
        {
            at++;
        }

        return at;
    }

    private static int CostOf(byte b) =>
        b < ' ' ? MaxEscape
        : b is (byte)'"' or (byte)'\\' ? 2
        : 1;

    /// <summary>About how many bytes a value takes.</summary>
    private static long Cost(AnyValueMessage value) =>
        value.Kind switch
        {
            ValueKind.Bytes => (value.Bytes.Length + 2L) / 3 * 4,
            ValueKind.Array or ValueKind.Map or ValueKind.Text => CostOf(value.Bytes),
            _ => Punctuation + MaxNumber,
        };

    /// <summary>The tags and lengths of a message count for the quotes and commas around its texts.</summary>
    private static long CostOf(ReadOnlySpan<byte> message)
    {
        var cost = 0L;
        foreach (var b in message)
        {
            cost += CostOf(b);
        }

        return cost;
    }

    private static int DepthOf(AnyValueMessage value, int depth = 1)
    {
        var deepest = depth;
        if (depth > MaxDepth)
        {
            return depth;
        }

        if (value.Kind == ValueKind.Array)
        {
            foreach (var item in new AnyValueList(value.Bytes))
            {
                deepest = Math.Max(deepest, DepthOf(item, depth + 1));
            }
        }
        else if (value.Kind == ValueKind.Map)
        {
            foreach (var entry in new AttributeList(value.Bytes, AttributeList.FirstField))
            {
                deepest = Math.Max(deepest, DepthOf(entry.Value, depth + 1));
            }
        }

        return deepest;
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
            WriteValue(value);
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

    /// <param name="value">Of a depth that the writer takes; see <see cref="DepthOf"/>.</param>
    private void WriteValue(AnyValueMessage value)
    {
        switch (value.Kind)
        {
            case ValueKind.Text when Utf8.IsValid(value.Bytes):
                _writer.WriteStringValue(value.Bytes);
                break;
            case ValueKind.Text:
                _writer.WriteStringValue(Encoding.UTF8.GetString(value.Bytes));
                break;
            case ValueKind.Bool:
                _writer.WriteBooleanValue(value.Bool);
                break;
            case ValueKind.Int:
                _writer.WriteNumberValue(value.Int);
                break;
            case ValueKind.Double when double.IsFinite(value.Double):
                _writer.WriteNumberValue(value.Double);
                break;
            case ValueKind.Double:
                _writer.WriteStringValue(
                    double.IsNaN(value.Double) ? "NaN"
                    : value.Double > 0 ? "Infinity"
                    : "-Infinity"
                );
                break;
            case ValueKind.Bytes:
                _writer.WriteBase64StringValue(value.Bytes);
                break;
            case ValueKind.Array:
                _writer.WriteStartArray();
                foreach (var item in new AnyValueList(value.Bytes))
                {
                    WriteValue(item);
                }

                _writer.WriteEndArray();
                break;
            case ValueKind.Map:
                _writer.WriteStartObject();
                foreach (var entry in new AttributeList(value.Bytes, AttributeList.FirstField))
                {
                    _writer.WritePropertyName(interner.Text(entry.Key));
                    WriteValue(entry.Value);
                }

                _writer.WriteEndObject();
                break;
            default:
                _writer.WriteNullValue();
                break;
        }
    }
}
