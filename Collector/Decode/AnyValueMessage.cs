namespace Collector.Decode;

/// <summary>What an <c>AnyValue</c> holds.</summary>
internal enum ValueKind
{
    Empty,
    Text,
    Bool,
    Int,
    Double,
    Array,
    Map,
    Bytes,
}

/// <summary><c>opentelemetry.proto.common.v1.AnyValue</c>, read in place.</summary>
internal readonly ref struct AnyValueMessage
{
    private const uint StringValue = 1 << 3 | WireTag.Bytes;
    private const uint BoolValue = 2 << 3 | WireTag.Varint;
    private const uint IntValue = 3 << 3 | WireTag.Varint;
    private const uint DoubleValue = 4 << 3 | WireTag.Fixed64;
    private const uint ArrayValue = 5 << 3 | WireTag.Bytes;
    private const uint KvlistValue = 6 << 3 | WireTag.Bytes;
    private const uint BytesValue = 7 << 3 | WireTag.Bytes;

    private readonly ulong _bits;

    private AnyValueMessage(ValueKind kind, ReadOnlySpan<byte> bytes, ulong bits = 0)
    {
        Kind = kind;
        Bytes = bytes;
        _bits = bits;
    }

    public ValueKind Kind { get; }

    /// <summary>UTF-8 of a text, the bytes, or the message of an array (<see cref="AnyValueList"/>) or map (<see cref="AttributeList"/>).</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public bool Bool => _bits != 0;

    public long Int => (long)_bits;

    public double Double => BitConverter.UInt64BitsToDouble(_bits);

    /// <summary>Of a field that comes twice, the later one counts.</summary>
    public static AnyValueMessage Read(ReadOnlySpan<byte> message)
    {
        var value = default(AnyValueMessage);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case StringValue:
                    value = new(ValueKind.Text, reader.Bytes());
                    break;
                case BoolValue:
                    value = new(ValueKind.Bool, default, reader.Varint());
                    break;
                case IntValue:
                    value = new(ValueKind.Int, default, reader.Varint());
                    break;
                case DoubleValue:
                    value = new(ValueKind.Double, default, reader.Fixed64());
                    break;
                case ArrayValue:
                    value = new(ValueKind.Array, reader.Bytes());
                    break;
                case KvlistValue:
                    value = new(ValueKind.Map, reader.Bytes());
                    break;
                case BytesValue:
                    value = new(ValueKind.Bytes, reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}
