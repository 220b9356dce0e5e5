using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace Sessions.Sqlite.Hosting;

/// <summary>Where a service's store is: from <c>ConnectionStrings:sessions</c>, or beside the solution.</summary>
public static class StoreLocation
{
    private const string Key = "ConnectionStrings:sessions";
    private const string DefaultFile = ".data/sessions.db";
    private const string SolutionFile = "Aspire.sln";

    /// <summary>Full path of the SQLite file. A relative one counts from the solution's folder, or the working directory.</summary>
    /// <exception cref="StoreUnusableException">The connection string is not one of a SQLite file.</exception>
    public static string FileOf(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("sessions");
        var path = string.IsNullOrWhiteSpace(text) ? DefaultFile : DataSource(text);
        return Path.GetFullPath(path, SolutionFolder() ?? Environment.CurrentDirectory);
    }

    private static string DataSource(string text)
    {
        var settings = new DbConnectionStringBuilder();
        try
        {
            settings.ConnectionString = text;
        }
        catch (ArgumentException exception)
        {
            throw new StoreUnusableException(
                $"{Key}: cannot be read ({exception.Message}); write Data Source=<file>.",
                exception
            );
        }

        return
            settings.TryGetValue("Data Source", out var source)
            && source.ToString() is { Length: > 0 } path
            ? path
            : throw new StoreUnusableException($"{Key}: names no file; write Data Source=<file>.");
    }

    private static string? SolutionFolder()
    {
        for (
            var folder = new DirectoryInfo(Environment.CurrentDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
