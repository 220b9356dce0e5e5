using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace Sessions.Sqlite.Hosting;

/// <summary>
/// Where a service's store is: from <c>ConnectionStrings:sessions</c>; otherwise beside the solution, or, for a published
/// service, in the user's data folder, which is the same for all services.
/// </summary>
public static class StoreLocation
{
    private const string Key = "ConnectionStrings:sessions";
    private const string FileName = "sessions.db";
    private const string SolutionFile = "Aspire.sln";

    /// <summary>
    /// Full path of the SQLite file. A relative one counts from the solution's folder, or without one from the working
    /// directory.
    /// </summary>
    /// <exception cref="StoreUnusableException">The connection string is not one of a SQLite file.</exception>
    public static string FileOf(IConfiguration configuration) =>
        FileOf(configuration, SolutionFolder());

    /// <summary>Full path of the folder of the store where no connection string names another.</summary>
    internal static string DefaultFolder() => DefaultFolder(SolutionFolder());

    internal static string FileOf(IConfiguration configuration, string? solutionFolder)
    {
        var text = configuration.GetConnectionString("sessions");
        return string.IsNullOrWhiteSpace(text)
            ? Path.Combine(DefaultFolder(solutionFolder), FileName)
            : Path.GetFullPath(DataSource(text), solutionFolder ?? Environment.CurrentDirectory);
    }

    private static string DefaultFolder(string? solutionFolder) =>
        solutionFolder is null ? UserFolder() : Path.Combine(solutionFolder, ".data");

    /// <summary><c>~/.local/share/live-sessions</c> on Linux, <c>%LocalAppData%\live-sessions</c> on Windows.</summary>
    private static string UserFolder() =>
        Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            )
                is { Length: > 0 } local
                ? local
                // A service account without a home.
                : AppContext.BaseDirectory,
            "live-sessions"
        );

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
