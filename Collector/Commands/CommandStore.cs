using System.CommandLine;
using Sessions.ClickHouse.Hosting;
using Sessions.Sqlite.Hosting;

namespace Collector.Commands;

/// <summary>The store that a command works on: the one that the collector would use, or the file that is named.</summary>
internal static class CommandStore
{
    private const string StoreOption = "--store";

    /// <summary>Every command has it.</summary>
    public static Option<string?> Option() =>
        new(StoreOption)
        {
            Description =
                "The SQLite file. Without it: ConnectionStrings:sessions from appsettings.json or the environment, as the collector itself.",
            HelpName = "file",
        };

    /// <summary>
    /// Without a command, <c>--store</c> means the same: the framework would take it for a setting that nobody reads, and
    /// the collector would collect into another file than it was told.
    /// </summary>
    /// <exception cref="ConfigurationException">No file follows.</exception>
    public static string[] AsSetting(string[] args)
    {
        var settings = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var file =
                args[i] == StoreOption ? args.ElementAtOrDefault(++i)
                : args[i].StartsWith(StoreOption + "=", StringComparison.Ordinal)
                    ? args[i][(StoreOption.Length + 1)..]
                : null;
            if (file is { Length: > 0 })
            {
                settings.Add(
                    $"--ConnectionStrings:sessions=Data Source=\"{Path.GetFullPath(file)}\""
                );
            }
            else if (
                i >= args.Length
                || args[i].StartsWith(StoreOption + "=", StringComparison.Ordinal)
            )
            {
                throw new ConfigurationException("--store: name the SQLite file.");
            }
            else
            {
                settings.Add(args[i]);
            }
        }

        return [.. settings];
    }

    public static IConfiguration Configuration(string? file)
    {
        var configuration = new ConfigurationManager();
        configuration
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables();
        if (file is not null)
        {
            configuration["ConnectionStrings:sessions"] =
                $"Data Source=\"{Path.GetFullPath(file)}\"";
        }

        return configuration;
    }

    /// <summary>Services with the store's reader, and its writer where a command writes.</summary>
    public static ServiceProvider Open(IConfiguration configuration, bool forWriting)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(configuration);
        if (!services.TryAddClickHouseReader(configuration))
        {
            services.AddSessionStoreReader(configuration);
        }

        if (forWriting && !services.TryAddClickHouseWriter(configuration))
        {
            services.AddSessionStoreWriter(configuration);
        }

        return services.BuildServiceProvider();
    }

    /// <summary>The store in a few words, without anything secret.</summary>
    public static string Describe(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("sessions");
        return ClickHouseSettings.IsMeant(text)
            ? $"ClickHouse at {ClickHouseSettings.Parse(text!).Host}"
            : $"SQLite file {StoreLocation.FileOf(configuration)}";
    }

    /// <summary>Where the collector may leave files beside the store: the folder of a SQLite file, or the user's own.</summary>
    public static string FolderOf(IConfiguration configuration) =>
        ClickHouseSettings.IsMeant(configuration.GetConnectionString("sessions"))
            ? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
                "session-collector"
            )
            : Path.GetDirectoryName(StoreLocation.FileOf(configuration))!;

    /// <summary>The file of a SQLite store.</summary>
    /// <exception cref="ConfigurationException">The store is on a server, which has its own means.</exception>
    public static string FileOf(IConfiguration configuration, string command) =>
        ClickHouseSettings.IsMeant(configuration.GetConnectionString("sessions"))
            ? throw new ConfigurationException(
                $"{command}: ConnectionStrings:sessions names a ClickHouse server; use its own means there, or give --store <file>."
            )
            : StoreLocation.FileOf(configuration);
}
