namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.trace.v1.Span.Event</c>, read in place.</summary>
internal readonly ref struct SpanEventMessage
{
    private const uint TimeField = 1 << 3 | WireTag.Fixed64;
    private const uint NameField = 2 << 3 | WireTag.Bytes;
    private const uint AttributesField = 3 << 3 | WireTag.Bytes;

    private readonly ReadOnlySpan<byte> message;

    private SpanEventMessage(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, ulong time)
    {
        this.message = message;
        Name = name;
        Time = time;
    }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Time { get; }

    public AttributeList Attributes => new(message, AttributesField);

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
    private readonly uint tag = tag;
    private WireReader reader = new(span);

    public SpanEventMessage Current { get; private set; }

    public readonly SpanEventList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (reader.Next())
        {
            if (reader.Tag == tag)
            {
                Current = SpanEventMessage.Read(reader.Bytes());
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
