namespace Collector.Decode;

/// <summary><c>opentelemetry.proto.trace.v1.Status</c>: whether it says error, and its description.</summary>
internal static class StatusMessage
{
    private const uint Description = 2 << 3 | WireTag.Bytes;
    private const uint Code = 3 << 3 | WireTag.Varint;
    private const ulong Error = 2;

    /// <param name="message">The message's bytes.</param>
    /// <param name="description">UTF-8; empty when there is none.</param>
    public static bool IsError(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> description)
    {
        description = default;
        var isError = false;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Tag == Code)
            {
                isError = reader.Varint() == Error;
            }
            else if (reader.Tag == Description)
            {
                description = reader.Bytes();
            }
            else
            {
                reader.Skip();
            }
        }

        return isError;
    }
}
