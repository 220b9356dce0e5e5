using System.Globalization;
using Microsoft.Extensions.Configuration;
using Sessions.Sqlite.Retention;

namespace Sessions.Sqlite.Hosting;

/// <summary>What a store may hold, from <c>Store:MaxAge</c> (d.hh:mm:ss) and <c>Store:MaxMegabytes</c>; by default everything.</summary>
public static class StoreRetention
{
    /// <exception cref="StoreUnusableException">A setting cannot be read; the message names it.</exception>
    public static RetentionOptions Of(IConfiguration configuration) =>
        new()
        {
            MaxAge = Age(configuration["Store:MaxAge"]),
            MaxBytes = Bytes(configuration["Store:MaxMegabytes"]),
        };

    private static TimeSpan? Age(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var age) && age > TimeSpan.Zero
            ? age
        : throw new StoreUnusableException(
            $"Store:MaxAge: '{text}' is no duration; write days as 90.00:00:00, or leave it out to keep everything."
        );

    private static long? Bytes(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
        && megabytes is > 0 and < 1L << 40
            ? megabytes * 1024 * 1024
        : throw new StoreUnusableException(
            $"Store:MaxMegabytes: '{text}' is no whole number above 0; write 10240 for 10 GB, or leave it out to keep everything."
        );
}
