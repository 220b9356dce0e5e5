using Microsoft.Extensions.Options;
using Runner.Worker;
using Runner.Worker.Settings;

if (args.Contains("--help"))
{
    Console.Write(Help.Text());
    return 0;
}

try
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.Configuration.AddCommandLine(
        args,
        new Dictionary<string, string>
        {
            ["--scenario"] = "Runner:Scenario",
            ["--sessions"] = "Runner:Sessions",
        }
    );
    builder.AddServiceDefaults();
    builder.Services.AddRunner();
    using var host = builder.Build();
    // Before the host does it, which would bury the complaints in a stack trace.
    _ = host.Services.GetRequiredService<IOptions<RunnerSettings>>().Value;
    await host.RunAsync();
    return 0;
}
catch (OptionsValidationException bad)
{
    foreach (var complaint in bad.Failures)
    {
        Console.Error.WriteLine(complaint);
    }

    return 2;
}
catch (InvalidOperationException bad)
    when (bad.Message.Contains("configuration", StringComparison.OrdinalIgnoreCase))
{
    Console.Error.WriteLine($"{bad.Message} See --help.");
    return 2;
}
