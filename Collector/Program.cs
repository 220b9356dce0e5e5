using Collector.Commands;
using Collector.Hosting;
using Sessions;
using Sessions.ClickHouse.Hosting;
using Sessions.Sqlite.Hosting;

var isStarted = false;
try
{
    if (await CollectorCommands.TryRunAsync(args) is { } exitCode)
    {
        return exitCode;
    }

    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions
        {
            Args = CommandStore.AsSetting(args),
            // Its settings are beside the program, wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
        }
    );
    builder.AddServiceDefaults();
    builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Collector.*"));
    if (builder.Services.TryAddClickHouseWriter(builder.Configuration))
    {
        builder.Services.TryAddClickHouseReader(builder.Configuration);
    }
    else
    {
        builder.Services.AddSessionStoreWriter(builder.Configuration);
        builder.Services.AddSessionStoreReader(builder.Configuration);
    }

    var app = CollectorApp.Build(builder);
    app.MapDefaultEndpoints();
    // Opened before anything is received, so that a store that cannot be used ends the start.
    app.Services.GetRequiredService<ISessionWriter>();
    StartLine.LogWhenStarted(app);
    app.Lifetime.ApplicationStarted.Register(() => isStarted = true);
    await app.RunAsync();
    return 0;
}
catch (Exception problem)
    when (!isStarted && (problem is StoreException || StartProblem.IsOperators(problem)))
{
    Console.Error.WriteLine($"collector: {StartProblem.Line(problem)}");
    return 1;
}
