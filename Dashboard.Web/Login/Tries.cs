using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Dashboard.Web.Login;

/// <summary>
/// How often a token may be tried. A client has ten tries and gets one back every ten seconds, at the form and in headers
/// together; the form has a hundred for all clients, one back every second.
/// </summary>
internal sealed class Tries : IDisposable
{
    /// <summary>Of the form, for all clients.</summary>
    public const string Policy = "login";

    private const int Buckets = 4096;
    private const int Uncounted = -1;

    private readonly PartitionedRateLimiter<int> _ofClient = PartitionedRateLimiter.Create<
        int,
        int
    >(bucket =>
        bucket == Uncounted
            ? RateLimitPartition.GetNoLimiter(bucket)
            : RateLimitPartition.GetTokenBucketLimiter(bucket, _ => Limit(10, seconds: 10))
    );

    /// <summary>The client's share comes first, so that one who tries for ever uses up his own and not that of all.</summary>
    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = _ofClient.WithTranslatedKey<HttpContext>(
            http => IsForm(http) ? Bucket(http.Connection.RemoteIpAddress) : Uncounted,
            leaveOpen: true
        );
        options.AddPolicy(
            Policy,
            _ => RateLimitPartition.GetTokenBucketLimiter(Policy, _ => Limit(100, seconds: 1))
        );
        options.OnRejected = (context, _) =>
            new ValueTask(
                LoginEndpoints
                    .TooMany(context.HttpContext, Wait(context.Lease))
                    .ExecuteAsync(context.HttpContext)
            );
    }

    /// <summary>Whether a header may be looked at. The right one is refused as well, or else guessing would go on.</summary>
    /// <returns>How long the client has to wait; null when it need not.</returns>
    public TimeSpan? Check(HttpContext http) => HasTry(http) ? null : Take(http, 1);

    /// <summary>Counts a header with another token.</summary>
    public void Count(HttpContext http) => Take(http, 1);

    public static void SayWhen(HttpContext http, TimeSpan wait) =>
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
            .ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _ofClient.Dispose();

    // A bucket with a fraction of a try gives whoever asks for none of it what he asks for.
    private bool HasTry(HttpContext http) =>
        _ofClient.GetStatistics(Bucket(http.Connection.RemoteIpAddress))
            is not { CurrentAvailablePermits: < 1 };

    private TimeSpan? Take(HttpContext http, int tries)
    {
        using var lease = _ofClient.AttemptAcquire(Bucket(http.Connection.RemoteIpAddress), tries);
        return lease.IsAcquired ? null : Wait(lease);
    }

    private static TimeSpan Wait(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? wait
            : TimeSpan.FromSeconds(10);

    private static bool IsForm(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>() is not null;

    private static TokenBucketRateLimiterOptions Limit(int tries, int seconds) =>
        new()
        {
            TokenLimit = tries,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(seconds),
        };

    /// <summary>Bounds what is remembered. Which clients share a bucket is another at every start, and nobody's choice.</summary>
    private static int Bucket(IPAddress? address)
    {
        if (address is null)
        {
            return 0;
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        var hash = new HashCode();
        // A household or a machine has a whole /64 to itself.
        hash.AddBytes(bytes.AsSpan(0, Math.Min(bytes.Length, 8)));
        return (int)((uint)hash.ToHashCode() % Buckets);
    }
}
