using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Caching.Memory;

namespace Dashboard.Web.Login;

/// <summary>
/// How often a token may be tried. A client has ten tries and gets one back every ten seconds, at the form and in headers
/// together. Clients do not count against each other: a token of 16 characters is not guessed from many addresses, but a
/// limit for all of them together would lock everybody out.
/// </summary>
internal sealed class LoginRateLimiter : IDisposable
{
    /// <summary>Marks the form.</summary>
    public const string Policy = "login";

    /// <summary>Clients that are told apart at once; any more share buckets.</summary>
    private const int ClientLimit = 50_000;

    private const int SharedBuckets = 4096;
    private const string Uncounted = "";

    private readonly MemoryCache _clients = new(new MemoryCacheOptions { SizeLimit = ClientLimit });

    private readonly PartitionedRateLimiter<string> _ofClient = PartitionedRateLimiter.Create<
        string,
        string
    >(client =>
        client == Uncounted
            ? RateLimitPartition.GetNoLimiter(client)
            : RateLimitPartition.GetTokenBucketLimiter(client, _ => Limit(10, seconds: 10))
    );

    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = _ofClient.WithTranslatedKey<HttpContext>(
            http => IsForm(http) ? Client(http.Connection.RemoteIpAddress) : Uncounted,
            leaveOpen: true
        );
        options.AddPolicy(Policy, _ => RateLimitPartition.GetNoLimiter(Policy));
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

    public void Dispose()
    {
        _ofClient.Dispose();
        _clients.Dispose();
    }

    // A bucket with a fraction of a try gives whoever asks for none of it what he asks for.
    private bool HasTry(HttpContext http) =>
        _ofClient.GetStatistics(Client(http.Connection.RemoteIpAddress))
            is not { CurrentAvailablePermits: < 1 };

    private TimeSpan? Take(HttpContext http, int limiter)
    {
        using var lease = _ofClient.AttemptAcquire(
            Client(http.Connection.RemoteIpAddress),
            limiter
        );
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

    private string Client(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        // A household or a machine has a whole /64 to itself.
        var client = Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 8)));
        if (_clients.TryGetValue(client, out _))
        {
            return client;
        }

        if (_clients.Count >= ClientLimit)
        {
            return $"shared {(uint)HashCode.Combine(client) % SharedBuckets}";
        }

        _clients.Set(
            client,
            true,
            // Longer than it takes to get ten tries back.
            new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(3) }
        );
        return client;
    }
}
