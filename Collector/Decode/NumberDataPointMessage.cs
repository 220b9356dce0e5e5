namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.metrics.v1.NumberDataPoint</c>, read in place.</summary>
internal readonly ref struct NumberDataPointMessage
{
    private const uint StartField = 2 << 3 | WireTag.Fixed64;
    private const uint TimeField = 3 << 3 | WireTag.Fixed64;
    private const uint DoubleField = 4 << 3 | WireTag.Fixed64;
    private const uint IntField = 6 << 3 | WireTag.Fixed64;
    private const uint AttributesField = 7 << 3 | WireTag.Bytes;
    private const uint FlagsField = 8 << 3 | WireTag.Varint;
    private const ulong NoRecordedValue = 1;

    private readonly ReadOnlySpan<byte> _message;

    private NumberDataPointMessage(ReadOnlySpan<byte> message) => _message = message;

    /// <summary>Since when a sum counts: nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Start { get; private init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Time { get; private init; }

    /// <summary>Exact for whole numbers up to 2^53; not a number when none is stated.</summary>
    public double Value { get; private init; }

    /// <summary>False for a point that only says that its series has ended.</summary>
    public bool HasRecordedValue { get; private init; }

    public AttributeList Attributes => new(_message, AttributesField);

    public static NumberDataPointMessage Read(ReadOnlySpan<byte> message)
    {
        ulong start = 0,
            time = 0,
            flags = 0;
        var value = double.NaN;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case StartField:
                    start = reader.Fixed64();
                    break;
                case TimeField:
                    time = reader.Fixed64();
                    break;
                case DoubleField:
                    value = reader.Double();
                    break;
                case IntField:
                    value = (long)reader.Fixed64();
                    break;
                case FlagsField:
                    flags = reader.Varint();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(message)
        {
            Start = start,
            Time = time,
            Value = value,
            HasRecordedValue = (flags & NoRecordedValue) == 0,
        };
    }
}
