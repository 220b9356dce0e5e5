using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Sessions.Sqlite.Incidents;

/// <summary>The one line by which a service reads what the alerter keeps.</summary>
public static class IncidentReaderServices
{
    public static IServiceCollection AddIncidentReader(
        this IServiceCollection services,
        IConfiguration configuration
    ) =>
        services.AddSingleton<IIncidentReader>(_ => new SqliteIncidentReader(
            IncidentStoreLocation.FileOf(configuration)
        ));
}
