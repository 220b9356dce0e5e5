namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.trace.v1.Span</c>, read in place; its attributes and events are visited when asked for.</summary>
internal readonly ref struct SpanMessage
{
    private const uint TraceIdField = 1 << 3 | WireTag.Bytes;
    private const uint SpanIdField = 2 << 3 | WireTag.Bytes;
    private const uint ParentSpanIdField = 4 << 3 | WireTag.Bytes;
    private const uint NameField = 5 << 3 | WireTag.Bytes;
    private const uint StartField = 7 << 3 | WireTag.Fixed64;
    private const uint EndField = 8 << 3 | WireTag.Fixed64;
    private const uint AttributesField = 9 << 3 | WireTag.Bytes;
    private const uint EventsField = 11 << 3 | WireTag.Bytes;
    private const uint StatusField = 15 << 3 | WireTag.Bytes;

    private readonly ReadOnlySpan<byte> _message;

    private SpanMessage(ReadOnlySpan<byte> message) => _message = message;

    public ReadOnlySpan<byte> TraceId { get; private init; }

    public ReadOnlySpan<byte> SpanId { get; private init; }

    /// <summary>The span that it is in; empty for a root.</summary>
    public ReadOnlySpan<byte> ParentSpanId { get; private init; }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Start { get; private init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown: the span has not ended.</summary>
    public ulong End { get; private init; }

    public bool HasErrorStatus { get; private init; }

    /// <summary>UTF-8; empty when the status has none.</summary>
    public ReadOnlySpan<byte> StatusDescription { get; private init; }

    public bool HasEvents { get; private init; }

    public AttributeList Attributes => new(_message, AttributesField);

    public SpanEventList Events => new(_message, EventsField);

    public static SpanMessage Read(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> traceId = default,
            spanId = default,
            parentSpanId = default,
            name = default,
            description = default;
        ulong start = 0,
            end = 0;
        bool hasError = false,
            hasEvents = false;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case TraceIdField:
                    traceId = reader.Bytes();
                    break;
                case SpanIdField:
                    spanId = reader.Bytes();
                    break;
                case ParentSpanIdField:
                    parentSpanId = reader.Bytes();
                    break;
                case NameField:
                    name = reader.Bytes();
                    break;
                case StartField:
                    start = reader.Fixed64();
                    break;
                case EndField:
                    end = reader.Fixed64();
                    break;
                case StatusField:
                    hasError = StatusMessage.IsError(reader.Bytes(), out description);
                    break;
                case EventsField:
                    hasEvents = true;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(message)
        {
            TraceId = traceId,
            SpanId = spanId,
            ParentSpanId = parentSpanId,
            Name = name,
            Start = start,
            End = end,
            HasErrorStatus = hasError,
            StatusDescription = description,
            HasEvents = hasEvents,
        };
    }
}
