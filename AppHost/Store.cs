using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>Where the sessions are kept.</summary>
static class Store
{
    /// <summary>
    /// The store <c>sessions</c>: the one that the connection string of that name says, otherwise what <c>--store</c>
    /// says, <c>sqlite</c> (a file beside the solution) or <c>clickhouse</c> (a server in a container).
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddSessionStore(
        this IDistributedApplicationBuilder builder
    ) => builder.AddConnectionString("sessions", Chosen(builder));

    static ReferenceExpression Chosen(IDistributedApplicationBuilder builder) =>
        (
            builder.Configuration.GetConnectionString("sessions"),
            builder.Configuration["store"]
        ) switch
        {
            ({ } existing, _) => ReferenceExpression.Create($"{existing}"),
            (null, null or "sqlite") => File(builder),
            (null, "clickhouse") => builder.AddClickHouse(),
            (null, var other) => throw new DistributedApplicationException(
                $"--store is '{other}': give sqlite or clickhouse, or name an existing store by ConnectionStrings__sessions."
            ),
        };

    static ReferenceExpression File(IDistributedApplicationBuilder builder)
    {
        var folder = Path.Combine(builder.AppHostDirectory, "..", ".data");
        var file = Path.GetFullPath(Path.Combine(folder, "sessions.db"));
        return ReferenceExpression.Create($"Data Source={file}");
    }
}
