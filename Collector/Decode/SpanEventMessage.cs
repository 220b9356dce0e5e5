namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.trace.v1.Span.Event</c>, read in place.</summary>
internal readonly ref struct SpanEventMessage
{
    private const uint TimeField = 1 << 3 | WireTag.Fixed64;
    private const uint NameField = 2 << 3 | WireTag.Bytes;
    private const uint AttributesField = 3 << 3 | WireTag.Bytes;

    private readonly ReadOnlySpan<byte> _message;

    private SpanEventMessage(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, ulong time)
    {
        _message = message;
        Name = name;
        Time = time;
    }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Time { get; }

    public AttributeList Attributes => new(_message, AttributesField);

    public static SpanEventMessage Read(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> name = default;
        ulong time = 0;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case TimeField:
                    time = reader.Fixed64();
                    break;
                case NameField:
                    name = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(message, name, time);
    }
}

/// <summary>Visits the events of a span in place.</summary>
internal ref struct SpanEventList(ReadOnlySpan<byte> span, uint tag)
{
    private readonly uint _tag = tag;
    private WireReader _reader = new(span);

    public SpanEventMessage Current { get; private set; }

    public readonly SpanEventList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_reader.Next())
        {
            if (_reader.Tag == _tag)
            {
                Current = SpanEventMessage.Read(_reader.Bytes());
                return true;
            }

            _reader.Skip();
        }

        return false;
    }
}
