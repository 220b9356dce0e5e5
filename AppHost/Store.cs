using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>Where the sessions are kept.</summary>
static class Store
{
    /// <summary>The connection string <c>sessions</c> of the configuration, or else a file beside the solution.</summary>
    public static ReferenceExpression Of(IDistributedApplicationBuilder builder)
    {
        var file = Path.GetFullPath(
            Path.Combine(builder.AppHostDirectory, "..", ".data", "sessions.db")
        );
        return ReferenceExpression.Create(
            $"{builder.Configuration.GetConnectionString("sessions") ?? $"Data Source={file}"}"
        );
    }
}
