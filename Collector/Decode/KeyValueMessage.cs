namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.common.v1.KeyValue</c>, read in place.</summary>
internal readonly ref struct KeyValueMessage(ReadOnlySpan<byte> key, AnyValueMessage value)
{
    private const uint KeyField = 1 << 3 | WireTag.Bytes;
    private const uint ValueField = 2 << 3 | WireTag.Bytes;

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;

    public AnyValueMessage Value { get; } = value;

    public static KeyValueMessage Read(ReadOnlySpan<byte> message)
    {
        var key = default(ReadOnlySpan<byte>);
        var value = default(AnyValueMessage);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case KeyField:
                    key = reader.Bytes();
                    break;
                case ValueField:
                    value = AnyValueMessage.Read(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(key, value);
    }
}
