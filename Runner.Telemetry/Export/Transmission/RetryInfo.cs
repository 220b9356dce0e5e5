using System.Text;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>Finds <c>google.rpc.RetryInfo</c> in the details of a gRPC status.</summary>
static class RetryInfo
{
    const int Details = 3;
    const int TypeUrl = 1;
    const int Value = 2;

    /// <param name="details">The trailer <c>grpc-status-details-bin</c>: a <c>google.rpc.Status</c> in base64.</param>
    /// <returns>The delay that it asks for, in whole seconds; null without a RetryInfo.</returns>
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

    static TimeSpan? Find(ReadOnlyMemory<byte> status)
    {
        foreach (var detail in Messages(status).Where(field => field.Number == Details))
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

    /// <summary>The fields of a status behind its code, which is a number.</summary>
    static IEnumerable<WireField> Messages(ReadOnlyMemory<byte> status)
    {
        var at = 0;
        if (status.Length > 0 && status.Span[0] == 1 << 3)
        {
            at++;
            WireFields.Varint(status.Span, ref at);
        }

        return WireFields.Read(status[at..]);
    }

    /// <param name="retryInfo">Its first field is a Duration, whose first field is the seconds.</param>
    static TimeSpan Delay(ReadOnlyMemory<byte> retryInfo)
    {
        var duration = WireFields.Read(retryInfo).FirstOrDefault().Value;
        var at = 1;
        return duration.Length > 1 && duration.Span[0] == 1 << 3
            ? TimeSpan.FromSeconds(Math.Min(WireFields.Varint(duration.Span, ref at), 3600))
            : TimeSpan.Zero;
    }
}
