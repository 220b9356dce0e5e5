using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Sessions.Sqlite.Hosting;

namespace Sessions.Sqlite.Incidents;

/// <summary>Where the alerter keeps its own state.</summary>
public static class IncidentStoreLocation
{
    private const string Key = "ConnectionStrings:alerts";

    /// <summary>
    /// The file of <c>ConnectionStrings:alerts</c> (<c>Data Source=…</c>); otherwise <c>alerts.db</c> beside the
    /// sessions, or where they would be when they are on a server.
    /// </summary>
    /// <exception cref="StoreUnusableException">The connection string is not one of a SQLite file.</exception>
    public static string FileOf(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("alerts");
        if (string.IsNullOrWhiteSpace(text))
        {
            return Path.Combine(Beside(configuration), "alerts.db");
        }

        try
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = text };
            if (
                settings.TryGetValue("Data Source", out var source)
                && $"{source}" is { Length: > 0 } path
            )
            {
                return Path.GetFullPath(path);
            }
        }
        catch (ArgumentException)
        {
            // Said below.
        }

        throw new StoreUnusableException($"{Key} names no file; write Data Source=<file>.");
    }

    private static string Beside(IConfiguration configuration)
    {
        var isFile =
            configuration
                .GetConnectionString("sessions")
                ?.Contains("Host", StringComparison.OrdinalIgnoreCase) != true;
        return isFile
            ? Path.GetDirectoryName(StoreLocation.FileOf(configuration))!
            : StoreLocation.DefaultFolder();
    }
}
