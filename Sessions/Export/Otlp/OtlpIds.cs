using System.Globalization;
using System.Text.Json;

namespace Sessions;

/// <summary>Trace and span ids in OTLP's JSON: hex, and left out where they are none.</summary>
internal static class OtlpIds
{
    public static void Write(Utf8JsonWriter writer, SessionEvent e)
    {
        if (IsId(e.TraceId, 32))
        {
            writer.WriteString("traceId", e.TraceId);
        }

        if (IsId(e.SpanId, 16))
        {
            writer.WriteString("spanId", e.SpanId);
        }
    }

    public static bool Has(SessionEvent e) => IsId(e.TraceId, 32) && IsId(e.SpanId, 16);

    private static bool IsId(string? id, int digits) =>
        id?.Length == digits && id.All(char.IsAsciiHexDigit) && id.Any(c => c != '0');
}

/// <summary>Times in OTLP's JSON: nanoseconds since 1970 as decimal text.</summary>
internal static class OtlpTime
{
    private const ulong NanosecondsPerTick = 100;

    /// <summary>0 would mean "unknown": what is not after 1970 begins there.</summary>
    public static string Of(DateTimeOffset time)
    {
        var ticks = Math.Max(1, time.UtcTicks - DateTime.UnixEpoch.Ticks);
        var latest = (long)(ulong.MaxValue / NanosecondsPerTick);
        return ((ulong)Math.Min(ticks, latest) * NanosecondsPerTick).ToString(
            CultureInfo.InvariantCulture
        );
    }
}
