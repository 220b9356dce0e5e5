using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Hosting;

/// <summary>The one line by which a service gets its store.</summary>
public static class SessionStoreServices
{
    /// <summary>
    /// Adds the store's one <see cref="ISessionWriter"/>. It opens the file when it is first asked for: ask at start,
    /// so that a bad file stops the service with a <see cref="StoreUnusableException"/> and its one-line message.
    /// </summary>
    public static IServiceCollection AddSessionStoreWriter(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddSingleton<ISessionWriter>(_ =>
            SqliteSessionWriter.Open(
                StoreLocation.FileOf(configuration),
                new WriterOptions
                {
                    Durability = StoreDurability.Of(configuration),
                    Retention = StoreRetention.Of(configuration),
                }
            )
        );
        return services;
    }

    /// <summary>
    /// Adds the <see cref="ISessionReader"/>. The file need not be there yet: until it is, every answer is a
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    public static IServiceCollection AddSessionStoreReader(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISessionReader>(provider => new SqliteSessionReader(
            StoreLocation.FileOf(configuration),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services;
    }
}
