using Collector.Decode;

namespace Collector.Forward;

/// <summary>Reads how long a receiver asks to wait out of <c>google.rpc.Status</c>, as <c>grpc-status-details-bin</c> carries it.</summary>
internal static class RetryInfo
{
    private const uint DetailsField = 3 << 3 | WireTag.Bytes;
    private const uint ValueField = 2 << 3 | WireTag.Bytes;
    private const uint DelayField = 1 << 3 | WireTag.Bytes;
    private const uint TypeField = 1 << 3 | WireTag.Bytes;
    private const uint SecondsField = 1 << 3 | WireTag.Varint;
    private const uint NanosField = 2 << 3 | WireTag.Varint;
    private const double MaxSeconds = 3600;

    /// <param name="details">The header: base64 without padding.</param>
    /// <returns>Null when it does not say, or cannot be read.</returns>
    public static TimeSpan? Read(string? details)
    {
        if (details is null)
        {
            return null;
        }

        try
        {
            var status = Convert.FromBase64String(
                details.PadRight((details.Length + 3) / 4 * 4, '=')
            );
            var reader = new WireReader(status);
            while (reader.Next())
            {
                if (reader.Tag != DetailsField)
                {
                    reader.Skip();
                }
                else if (OfAny(reader.Bytes()) is { } delay)
                {
                    return delay;
                }
            }
        }
        catch (Exception bad) when (bad is FormatException or MalformedMessageException)
        {
            // What cannot be read says nothing.
        }

        return null;
    }

    private static TimeSpan? OfAny(ReadOnlySpan<byte> any)
    {
        var isRetryInfo = false;
        ReadOnlySpan<byte> value = default;
        var reader = new WireReader(any);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case TypeField:
                    isRetryInfo = reader.Bytes().EndsWith("google.rpc.RetryInfo"u8);
                    break;
                case ValueField:
                    value = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return isRetryInfo ? Delay(value) : null;
    }

    private static TimeSpan? Delay(ReadOnlySpan<byte> info)
    {
        var reader = new WireReader(info);
        while (reader.Next())
        {
            if (reader.Tag == DelayField)
            {
                return Duration(reader.Bytes());
            }

            reader.Skip();
        }

        return null;
    }

    private static TimeSpan Duration(ReadOnlySpan<byte> duration)
    {
        double seconds = 0;
        var reader = new WireReader(duration);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case SecondsField:
                    seconds += (long)reader.Varint();
                    break;
                case NanosField:
                    seconds += (long)reader.Varint() / 1e9;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MaxSeconds));
    }
}
