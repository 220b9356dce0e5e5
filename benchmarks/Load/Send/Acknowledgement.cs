namespace Load.Send;

/// <summary>What the receiver said to one request.</summary>
/// <param name="Failure">Null when it was accepted; otherwise the status, short enough to count by.</param>
/// <param name="Rejected">Items that an accepting answer says were refused (partial success).</param>
public readonly record struct Acknowledgement(string? Failure, long Rejected)
{
    /// <summary>Reads an Export…ServiceResponse: 1 partial_success { 1 rejected_* varint }.</summary>
    public static Acknowledgement FromResponse(ReadOnlySpan<byte> message)
    {
        if (message.Length < 4 || message[0] != 0x0A || message[2] != 0x08)
        {
            return default;
        }

        long rejected = 0;
        var shift = 0;
        foreach (var b in message[3..])
        {
            rejected |= (long)(b & 0x7F) << shift;
            shift += 7;
            if (b < 0x80 || shift > 56)
            {
                break;
            }
        }

        return new Acknowledgement(null, rejected);
    }
}
