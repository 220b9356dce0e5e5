using Collector.Commands;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Collector.Hosting;

/// <summary>The one line that the collector logs when it is ready: where it listens, stores and forwards to.</summary>
internal static partial class StartLine
{
    public static void LogWhenStarted(WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()
                ?.Addresses;
            var targets = app
                .Services.GetRequiredService<Forward.Forwarder>()
                .Targets.Select(target => target.Name)
                .ToArray();
            SaysReady(
                app.Logger,
                Endpoints(app.Configuration, [.. addresses ?? []]),
                CommandStore.Describe(app.Configuration),
                targets.Length == 0 ? "nowhere" : string.Join(", ", targets)
            );
        });

    /// <summary>The server binds the configured endpoints in the order of their names.</summary>
    private static string Endpoints(IConfiguration configuration, string[] addresses)
    {
        var names = configuration
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Select(endpoint => endpoint.Key)
            .ToArray();
        return names.Length == addresses.Length
            ? string.Join(", ", names.Zip(addresses, (name, address) => $"{name} {address}"))
            : string.Join(", ", addresses);
    }

    [LoggerMessage(
        LogLevel.Information,
        "Ready. Receiving on {Endpoints}; store: {Store}; forwarding to: {Targets}."
    )]
    private static partial void SaysReady(
        ILogger logger,
        string endpoints,
        string store,
        string targets
    );
}
