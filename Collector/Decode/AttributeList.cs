namespace Collector.Decode;

/// <summary>Visits the attributes of any message in place: its repeated <c>KeyValue</c> field.</summary>
/// <param name="message">The message that holds them.</param>
/// <param name="tag">Tag of the repeated field.</param>
internal ref struct AttributeList(ReadOnlySpan<byte> message, uint tag)
{
    /// <summary>The field of <c>KeyValueList</c> and of <c>Resource</c>.</summary>
    public const uint FirstField = 1 << 3 | WireTag.Bytes;

    private readonly uint _tag = tag;
    private WireReader _reader = new(message);

    public KeyValueMessage Current { get; private set; }

    public readonly AttributeList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_reader.Next())
        {
            if (_reader.Tag == _tag)
            {
                Current = KeyValueMessage.Read(_reader.Bytes());
                return true;
            }

            _reader.Skip();
        }

        return false;
    }
}
