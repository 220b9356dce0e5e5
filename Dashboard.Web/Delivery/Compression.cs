using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Dashboard.Web.Delivery;

/// <summary>
/// What is made for one request is compressed on its way; files are by the build. Streams are not: what all viewers are
/// sent would be compressed for each of them anew.
/// </summary>
internal static class Compression
{
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.MimeTypes =
            [
                "text/html",
                "application/json",
                "application/problem+json",
                Ndjson.ContentType,
            ];
        });
        // A page of 150 KB becomes 15 KB in a millisecond; better ratios take longer than loopback saves.
        services.Configure<BrotliCompressionProviderOptions>(options =>
            options.Level = CompressionLevel.Fastest
        );
    }
}
