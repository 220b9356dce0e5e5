using Collector;
using Collector.Commands;
using Collector.Hosting;
using Microsoft.AspNetCore.Connections;
using Sessions;
using Sessions.ClickHouse.Hosting;
using Sessions.Sqlite.Hosting;

try
{
    if (await CollectorCommands.TryRunAsync(args) is { } exitCode)
    {
        return exitCode;
    }

    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions
        {
            Args = args,
            // Its settings are beside the program, wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
        }
    );
    builder.AddServiceDefaults();
    builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Collector.*"));
    if (!builder.Services.TryAddClickHouseWriter(builder.Configuration))
    {
        builder.Services.AddSessionStoreWriter(builder.Configuration);
    }

    var app = CollectorApp.Build(builder);
    app.MapDefaultEndpoints();
    // Opened before anything is received, so that a store that cannot be used ends the start.
    app.Services.GetRequiredService<ISessionWriter>();
    StartLine.LogWhenStarted(app);
    await app.RunAsync();
    return 0;
}
catch (Exception problem) when (IsForTheOperator(problem))
{
    Console.Error.WriteLine($"collector: {problem.Message}");
    return 1;
}

// A wrong setting, a port in use, a folder that cannot be written: one line says it, a stack trace would hide it.
static bool IsForTheOperator(Exception problem) =>
    problem is ConfigurationException or StoreUnusableException or StoreUnavailableException
    || (problem is IOException && problem.InnerException is AddressInUseException);
