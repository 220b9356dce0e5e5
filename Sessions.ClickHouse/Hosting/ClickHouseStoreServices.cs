using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Write;

namespace Sessions.ClickHouse.Hosting;

/// <summary>The one line by which a service gets this store where <c>ConnectionStrings:sessions</c> names a host.</summary>
public static class ClickHouseStoreServices
{
    /// <summary>Adds an <see cref="ISessionWriter"/>; the tables are made with the first batch.</summary>
    /// <returns>False when the connection string is one of another engine.</returns>
    /// <exception cref="StoreUnusableException">It names a host, and something in it is wrong.</exception>
    public static bool TryAddClickHouseWriter(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        if (SettingsOf(configuration) is not { } settings)
        {
            return false;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISessionWriter>(provider => new ClickHouseSessionWriter(
            settings,
            time: provider.GetRequiredService<TimeProvider>()
        ));
        return true;
    }

    /// <summary>Adds the <see cref="ISessionReader"/>.</summary>
    /// <returns>False when the connection string is one of another engine.</returns>
    /// <exception cref="StoreUnusableException">It names a host, and something in it is wrong.</exception>
    public static bool TryAddClickHouseReader(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        if (SettingsOf(configuration) is not { } settings)
        {
            return false;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISessionReader>(provider => new ClickHouseSessionReader(
            settings,
            provider.GetRequiredService<TimeProvider>()
        ));
        return true;
    }

    private static ClickHouseSettings? SettingsOf(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("sessions");
        return ClickHouseSettings.IsMeant(text) ? ClickHouseSettings.Parse(text!) : null;
    }
}
