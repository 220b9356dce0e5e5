namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.common.v1.ArrayValue</c>: visits its values in place.</summary>
internal ref struct AnyValueList(ReadOnlySpan<byte> message)
{
    private const uint Values = 1 << 3 | WireTag.Bytes;

    private WireReader _reader = new(message);

    public AnyValueMessage Current { get; private set; }

    public readonly AnyValueList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_reader.Next())
        {
            if (_reader.Tag == Values)
            {
                Current = AnyValueMessage.Read(_reader.Bytes());
                return true;
            }

            _reader.Skip();
        }

        return false;
    }
}
