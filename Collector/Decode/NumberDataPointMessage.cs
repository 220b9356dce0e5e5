namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.metrics.v1.NumberDataPoint</c>, read in place.</summary>
internal readonly ref struct NumberDataPointMessage
{
    private const uint TimeField = 3 << 3 | WireTag.Fixed64;
    private const uint DoubleField = 4 << 3 | WireTag.Fixed64;
    private const uint IntField = 6 << 3 | WireTag.Fixed64;
    private const uint AttributesField = 7 << 3 | WireTag.Bytes;
    private const uint FlagsField = 8 << 3 | WireTag.Varint;
    private const ulong NoRecordedValue = 1;

    private readonly ReadOnlySpan<byte> message;

    private NumberDataPointMessage(
        ReadOnlySpan<byte> message,
        ulong time,
        double value,
        ulong flags
    )
    {
        this.message = message;
        Time = time;
        Value = value;
        HasRecordedValue = (flags & NoRecordedValue) == 0;
    }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Time { get; }

    /// <summary>Exact for whole numbers up to 2^53; not a number when the point has none.</summary>
    public double Value { get; }

    /// <summary>False for a point that only says that its series has ended.</summary>
    public bool HasRecordedValue { get; }

    public AttributeList Attributes => new(message, AttributesField);

    public static NumberDataPointMessage Read(ReadOnlySpan<byte> message)
    {
        ulong time = 0,
            flags = 0;
        var value = double.NaN;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
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

        return new(message, time, value, flags);
    }
}

/// <summary>Visits the points of a gauge or sum in place, those without a recorded value left out.</summary>
internal ref struct NumberDataPointList(ReadOnlySpan<byte> data, uint tag)
{
    private readonly uint tag = tag;
    private WireReader reader = new(data);

    public NumberDataPointMessage Current { get; private set; }

    public readonly NumberDataPointList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (reader.Next())
        {
            if (reader.Tag == tag)
            {
                Current = NumberDataPointMessage.Read(reader.Bytes());
                if (Current.HasRecordedValue)
                {
                    return true;
                }
            }
            else
            {
                reader.Skip();
            }
        }

        return false;
    }
}
