using System.Text;

// Compiled into Runner.Telemetry, for its spool, and into the Collector, for its forward targets.
namespace Otlp.Transmission;

/// <summary>Finds <c>google.rpc.RetryInfo</c> in the details of a gRPC status.</summary>
internal static class RetryInfo
{
    private const int Details = 3;
    private const int TypeUrl = 1;
    private const int Value = 2;
    private const int RetryDelay = 1;
    private const int Seconds = 1;
    private const int Nanos = 2;
    private const long MaxSeconds = 3600;

    /// <param name="details">The trailer <c>grpc-status-details-bin</c>: a <c>google.rpc.Status</c> in base64.</param>
    /// <returns>The delay that it asks for, at most an hour; null without a RetryInfo.</returns>
    public static TimeSpan? Read(string? details)
    {
        if (details is null)
        {
            return null;
        }

        try
        {
            var padded = details.PadRight((details.Length + 3) / 4 * 4, '=');
            return Find(Convert.FromBase64String(padded));
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidDataException)
        {
            return null;
        }
    }

    private static TimeSpan? Find(ReadOnlyMemory<byte> status)
    {
        foreach (var detail in WireFields.Read(status).Where(field => field.Number == Details))
        {
            var any = WireFields.Read(detail.Value).ToLookup(field => field.Number, f => f.Value);
            var type = Encoding.UTF8.GetString(any[TypeUrl].LastOrDefault().Span);
            if (type.EndsWith("google.rpc.RetryInfo", StringComparison.Ordinal))
            {
                return Delay(any[Value].LastOrDefault());
            }
        }

        return null;
    }

    /// <param name="retryInfo">Holds a <c>google.protobuf.Duration</c>.</param>
    private static TimeSpan Delay(ReadOnlyMemory<byte> retryInfo)
    {
        var delay = TimeSpan.Zero;
        var durations = WireFields.Read(retryInfo).Where(field => field.Number == RetryDelay);
        foreach (var part in durations.SelectMany(duration => WireFields.Read(duration.Value)))
        {
            var at = 0;
            delay += part.Number switch
            {
                Seconds => TimeSpan.FromSeconds(
                    Math.Clamp((long)WireFields.Varint(part.Value.Span, ref at), 0, MaxSeconds)
                ),
                Nanos => TimeSpan.FromMilliseconds(
                    Math.Clamp((long)WireFields.Varint(part.Value.Span, ref at), 0, 999_999_999)
                        / 1e6
                ),
                _ => TimeSpan.Zero,
            };
        }

        return delay;
    }
}
