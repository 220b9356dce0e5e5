using System.Data.Common;
using System.Globalization;

namespace Sessions.ClickHouse.Hosting;

/// <summary>
/// Where the server is and how to speak to it:
/// <c>Host=…;Port=8123;Database=sessions;Username=…;Password=…;Protocol=http;Compress=true;Timeout=30;RetentionDays=90</c>.
/// </summary>
public sealed record ClickHouseSettings
{
    private const string Key = "ConnectionStrings:sessions";

    public required string Host { get; init; }

    public int Port { get; init; } = 8123;

    /// <summary>Made by the writer when it is not there.</summary>
    public string Database { get; init; } = "sessions";

    public string Username { get; init; } = "default";

    public string Password { get; init; } = "";

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Protocol { get; init; } = "http";

    /// <summary>gzip on what is sent and received; worth its CPU time on a network, not on one machine.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>How long one statement may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after its arrival an event is kept; 0 leaves the tables as they are, which keeps everything. Set whenever a writer opens them.</summary>
    public int RetentionDays { get; init; }

    public Uri Address => new UriBuilder(Protocol, Host, Port).Uri;

    /// <summary>Whether a connection string is one of this engine: it names a host.</summary>
    public static bool IsMeant(string? connectionString) =>
        Read(connectionString)?.ContainsKey("Host") == true;

    /// <exception cref="StoreUnusableException">It cannot be read, or a value is out of its range; the message names the key.</exception>
    public static ClickHouseSettings Parse(string connectionString)
    {
        var values =
            Read(connectionString)
            ?? throw new StoreUnusableException(
                $"{Key}: cannot be read; write Host=…;Port=8123;Database=sessions;Username=…;Password=…."
            );
        var settings = new ClickHouseSettings { Host = Text(values, "Host", "") };
        settings = settings with
        {
            Protocol = Text(values, "Protocol", settings.Protocol),
            Database = Text(values, "Database", settings.Database),
            Username = Text(values, "Username", settings.Username),
            Password = Text(values, "Password", settings.Password),
            Port = Number(values, "Port", settings.Port, 1, 65_535),
            Timeout = TimeSpan.FromSeconds(Number(values, "Timeout", 30, 1, 600)),
            RetentionDays = Number(values, "RetentionDays", 0, 0, 36_500),
            Compress = bool.TryParse(Text(values, "Compress", "true"), out var compress)
                ? compress
                : throw Bad("Compress", "true or false"),
        };
        return settings switch
        {
            { Host: "" } => throw Bad("Host", "the server's name"),
            { Protocol: not ("http" or "https") } => throw Bad("Protocol", "http or https"),
            _ when !settings.Database.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') =>
                throw Bad("Database", "a name of letters, digits and _"),
            _ => settings,
        };
    }

    private static DbConnectionStringBuilder? Read(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return null;
        }

        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Text(DbConnectionStringBuilder values, string name, string otherwise) =>
        values.TryGetValue(name, out var value) ? value.ToString() ?? otherwise : otherwise;

    private static int Number(
        DbConnectionStringBuilder values,
        string name,
        int otherwise,
        int least,
        int most
    )
    {
        if (!values.TryGetValue(name, out var value))
        {
            return otherwise;
        }

        return
            int.TryParse(
                value.ToString(),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= least
            && number <= most
            ? number
            : throw Bad(name, $"a number from {least} to {most}");
    }

    private static StoreUnusableException Bad(string name, string allowed) =>
        new($"{Key}: {name} must be {allowed}.");
}
