using ClickHouse.Engine;
using Sessions.ClickHouse.Hosting;

[assembly: AssemblyFixture(typeof(Sessions.ClickHouse.Tests.EngineFixture))]

namespace Sessions.ClickHouse.Tests;

/// <summary>One engine for all tests of the assembly; each store is a database of its own.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private static IEngine? _server;
    private static string? _missing;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _server = await Engines.StartAsync();
        }
        catch (EngineMissingException exception)
        {
            _missing = exception.Message;
        }
    }

    /// <summary>Settings of a database that does not exist yet; skips the test where the engine cannot be had.</summary>
    public static ClickHouseSettings NewDatabase()
    {
        Assert.SkipWhen(_server is null, _missing ?? "");
        return ClickHouseSettings.Parse(_server!.ConnectionString($"s{Guid.NewGuid():N}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
