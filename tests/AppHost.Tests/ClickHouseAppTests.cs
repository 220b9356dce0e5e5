using ClickHouse.Engine;

namespace AppHost.Tests;

/// <summary>The application with its sessions on ClickHouse's engine, found by its connection string.</summary>
public sealed class ClickHouseApp : WholeApp
{
    IEngine? _engine;

    public override async ValueTask InitializeAsync()
    {
        try
        {
            _engine = await Engines.StartAsync();
        }
        catch (EngineMissingException exception)
        {
            Missing = exception.Message;
            return;
        }

        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    protected override string ConnectionString(string folder) =>
        _engine!.ConnectionString("sessions");
}

public sealed class ClickHouseAppTests(ClickHouseApp app)
    : WholeAppCases(app),
        IClassFixture<ClickHouseApp>;
