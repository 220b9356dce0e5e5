using Collector.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions;

namespace Collector.Tests.Hosting;

/// <summary>A whole collector in this process, on free ports, with a store in memory.</summary>
internal sealed class RunningCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningCollector(WebApplication app, MemoryStore store)
    {
        _app = app;
        Store = store;
        var addresses = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.ToArray();
        // Endpoints are bound in the order of their names: OtlpGrpc, then OtlpHttp.
        Grpc = new Uri(addresses[0]);
        Http = UriOf(addresses[1]);
        Client = new OtlpClient(Grpc, Http);
    }

    /// <summary>What was stored, unless the collector was given another store.</summary>
    public MemoryStore Store { get; }

    public Uri Grpc { get; }

    public Uri Http { get; }

    public OtlpClient Client { get; }

    public static async Task<RunningCollector> StartAsync(
        Dictionary<string, string?>? settings = null,
        ISessionWriter? writer = null,
        ILoggerProvider? log = null
    )
    {
        var store = new MemoryStore();
        var builder = NewBuilder(settings);
        builder.Services.AddSingleton(writer ?? store);
        builder.Services.AddSingleton<ISessionReader>(
            new ToldBefore(new Dictionary<Sessions.EventId, SessionEvent>())
        );
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.AddDefaultHealthChecks();
        var app = CollectorApp.Build(builder);
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return new RunningCollector(app, store);
    }

    public static WebApplicationBuilder NewBuilder(Dictionary<string, string?>? settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Kestrel:Endpoints:OtlpGrpc:Url"] = "http://127.0.0.1:0",
                ["Kestrel:Endpoints:OtlpGrpc:Protocols"] = "Http2",
                ["Kestrel:Endpoints:OtlpHttp:Url"] = "http://127.0.0.1:0",
                ["Kestrel:Endpoints:OtlpHttp:Protocols"] = "Http1",
                ["Forward:FirstDelay"] = "00:00:00.010",
            }
        );
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.ClearProviders();
        return builder;
    }

    // A socket's address is not a URI, and tests that use one have their own client.
    private static Uri UriOf(string address) =>
        address.Contains("unix:") ? new Uri("http://localhost") : new Uri(address);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
