using System.Globalization;
using System.Text.Json;

namespace Sessions;

/// <summary>Reads times as the schemas have them: ISO 8601 with an offset, or without one by an explicit rule.</summary>
internal static class SchemaTime
{
    private const string Shape =
        "must be an ISO 8601 time with an offset, such as 2025-10-10T06:37:11.676Z";

    public static bool TryRead(
        JsonElement value,
        SchemaReading reading,
        out DateTimeOffset time,
        out string reason
    )
    {
        time = default;
        reason = Shape;
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        if (!value.TryGetDateTime(out var stated) && !TryReadLoosely(value, reading, out stated))
        {
            return false;
        }

        if (stated.Kind != DateTimeKind.Unspecified)
        {
            time = new DateTimeOffset(stated.ToUniversalTime());
            return true;
        }

        if (reading.NaiveTimes is not { } zone)
        {
            reason = "has no offset, and nothing says which time zone it is in";
            return false;
        }

        // In the hour that comes twice this is standard time; in the one that is left out, the offset before it.
        var utcTicks = stated.Ticks - zone.GetUtcOffset(stated).Ticks;
        if (utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(utcTicks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Python writes a blank where ISO 8601 has a T.</summary>
    private static bool TryReadLoosely(
        JsonElement value,
        SchemaReading reading,
        out DateTime stated
    )
    {
        stated = default;
        return reading.IsLenient
            && DateTime.TryParse(
                value.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces,
                out stated
            );
    }
}
