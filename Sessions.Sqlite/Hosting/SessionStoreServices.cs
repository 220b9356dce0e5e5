using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Hosting;

/// <summary>The one line by which a service gets its store.</summary>
public static partial class SessionStoreServices
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
        services.AddSingleton<ISessionWriter>(provider =>
        {
            var file = StoreLocation.FileOf(configuration);
            var logger = provider.GetRequiredService<ILogger<SqliteSessionWriter>>();
            return SqliteSessionWriter.Open(
                file,
                new WriterOptions
                {
                    Durability = StoreDurability.Of(configuration),
                    Retention = StoreRetention.Of(configuration),
                    Migrating = version =>
                        SaysMigrating(logger, file, version, StoreSchema.Current),
                }
            );
        });
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

    [LoggerMessage(
        LogLevel.Information,
        "{File} is of schema {Found} and is brought up to {Current}, once; ten million events take some ten seconds"
    )]
    private static partial void SaysMigrating(ILogger logger, string file, int found, int current);
}
