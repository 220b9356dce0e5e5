namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.trace.v1.Status</c>: only whether it says error.</summary>
internal static class StatusMessage
{
    private const uint Code = 3 << 3 | WireTag.Varint;
    private const ulong Error = 2;

    public static bool IsError(ReadOnlySpan<byte> message)
    {
        var isError = false;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Tag == Code)
            {
                isError = reader.Varint() == Error;
            }
            else
            {
                reader.Skip();
            }
        }

        return isError;
    }
}
