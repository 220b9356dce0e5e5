using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>Where the sessions are kept: a SQLite file, or a ClickHouse server.</summary>
/// <param name="name">Name of the resource and of the connection string.</param>
/// <param name="connectionString">What the services are given.</param>
/// <param name="file">Full path of the SQLite file; null for a server.</param>
sealed class SessionStore(string name, ReferenceExpression connectionString, string? file)
    : Resource(name),
        IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression => connectionString;

    public string? File => file;
}

/// <summary>Chooses the store and shows it as a resource.</summary>
static class SessionStores
{
    /// <summary>
    /// The store that the connection string <paramref name="name"/> says, otherwise the one that <c>--store</c> says,
    /// <c>sqlite</c> (a file beside the solution) or <c>clickhouse</c> (a server in a container). When publishing, the
    /// connection string is a parameter.
    /// </summary>
    public static IResourceBuilder<SessionStore> AddSessionStore(
        this IDistributedApplicationBuilder builder,
        string name
    )
    {
        var store = Chosen(builder, name);
        var shown = builder
            .AddResource(store)
            .WithIconName("Database")
            .WithInitialState(
                new()
                {
                    ResourceType = store.File is null ? "ClickHouse" : "SQLite",
                    State = KnownResourceStates.Running,
                    Properties =
                    [
                        new(
                            CustomResourceKnownProperties.Source,
                            store.File ?? Server(builder.Configuration.GetConnectionString(name))
                        ),
                    ],
                }
            );
        if (store.File is { } file && builder.ExecutionContext.IsRunMode)
        {
            builder.OnBeforeStart(
                (_, _) =>
                {
                    RequireUsable(file);
                    return Task.CompletedTask;
                }
            );
        }

        return shown;
    }

    private static SessionStore Chosen(IDistributedApplicationBuilder builder, string name)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            var parameter = builder.AddParameter($"{name}-connection-string", secret: true);
            return new(name, ReferenceExpression.Create($"{parameter}"), file: null);
        }

        return (
            builder.Configuration.GetConnectionString(name),
            builder.Configuration["store"]
        ) switch
        {
            ({ } given, _) => new(
                name,
                ReferenceExpression.Create($"{given}"),
                FileOf(builder, given)
            ),
            (null, null or "sqlite") => File(builder, name),
            (null, "clickhouse") => new(name, builder.AddClickHouse(), file: null),
            (null, var other) => throw new DistributedApplicationException(
                $"--store is '{other}': give sqlite or clickhouse, or name an existing store by ConnectionStrings__sessions."
            ),
        };
    }

    private static SessionStore File(IDistributedApplicationBuilder builder, string name)
    {
        var file = Path.Combine(SolutionFolder(builder), ".data", "sessions.db");
        return new(name, ReferenceExpression.Create($"Data Source={file}"), file);
    }

    /// <summary>The services, too, count a relative path from the solution's folder.</summary>
    private static string? FileOf(
        IDistributedApplicationBuilder builder,
        string connectionString
    ) =>
        Value(connectionString, "Data Source") is { } path
            ? Path.GetFullPath(path, SolutionFolder(builder))
            : null;

    private static string SolutionFolder(IDistributedApplicationBuilder builder) =>
        Path.GetFullPath(Path.Combine(builder.AppHostDirectory, ".."));

    private static string Server(string? connectionString) =>
        connectionString is null ? "clickhouse" : Value(connectionString, "Host") ?? "a server";

    private static string? Value(string connectionString, string key)
    {
        try
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return settings.TryGetValue(key, out var value) ? value.ToString() : null;
        }
        catch (ArgumentException problem)
        {
            throw new DistributedApplicationException(
                $"ConnectionStrings:sessions cannot be read ({problem.Message}); write Data Source=<file> or Host=<server>."
            );
        }
    }

    /// <summary>The services would say the same, each in its own log, while the application waits for them.</summary>
    private static void RequireUsable(string file)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(file)!).FullName;
            var isNew = !System.IO.File.Exists(file);
            using var _ = new FileStream(
                isNew ? Path.Combine(folder, Path.GetRandomFileName()) : file,
                isNew ? FileMode.CreateNew : FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 1,
                isNew ? FileOptions.DeleteOnClose : FileOptions.None
            );
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException(
                $"The sessions cannot be kept in {file}: {problem.Message} Name another file by ConnectionStrings__sessions=\"Data Source=<file>\"."
            );
        }
    }
}
