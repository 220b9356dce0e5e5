namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.logs.v1.LogRecord</c>, read in place.</summary>
internal readonly ref struct LogRecordMessage
{
    private const uint TimeField = 1 << 3 | WireTag.Fixed64;
    private const uint SeverityField = 2 << 3 | WireTag.Varint;
    private const uint BodyField = 5 << 3 | WireTag.Bytes;
    private const uint AttributesField = 6 << 3 | WireTag.Bytes;
    private const uint TraceIdField = 9 << 3 | WireTag.Bytes;
    private const uint SpanIdField = 10 << 3 | WireTag.Bytes;
    private const uint ObservedTimeField = 11 << 3 | WireTag.Fixed64;
    private const uint EventNameField = 12 << 3 | WireTag.Bytes;

    private readonly ReadOnlySpan<byte> _message;

    private LogRecordMessage(ReadOnlySpan<byte> message) => _message = message;

    /// <summary>Nanoseconds since 1970: when it happened, otherwise when it was observed; 0 is unknown.</summary>
    public ulong Time { get; private init; }

    /// <summary>1 to 24; 0 is unspecified.</summary>
    public ulong Severity { get; private init; }

    public AnyValueMessage Body { get; private init; }

    public ReadOnlySpan<byte> TraceId { get; private init; }

    public ReadOnlySpan<byte> SpanId { get; private init; }

    /// <summary>UTF-8; empty on a record that is no event.</summary>
    public ReadOnlySpan<byte> EventName { get; private init; }

    public AttributeList Attributes => new(_message, AttributesField);

    public static LogRecordMessage Read(ReadOnlySpan<byte> message)
    {
        ulong time = 0,
            observed = 0,
            severity = 0;
        ReadOnlySpan<byte> traceId = default,
            spanId = default,
            eventName = default;
        var body = default(AnyValueMessage);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case TimeField:
                    time = reader.Fixed64();
                    break;
                case SeverityField:
                    severity = reader.Varint();
                    break;
                case BodyField:
                    body = AnyValueMessage.Read(reader.Bytes());
                    break;
                case TraceIdField:
                    traceId = reader.Bytes();
                    break;
                case SpanIdField:
                    spanId = reader.Bytes();
                    break;
                case ObservedTimeField:
                    observed = reader.Fixed64();
                    break;
                case EventNameField:
                    eventName = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(message)
        {
            Time = UnixTime.ToUtc(time) is not null ? time : observed,
            Severity = severity,
            Body = body,
            TraceId = traceId,
            SpanId = spanId,
            EventName = eventName,
        };
    }
}
