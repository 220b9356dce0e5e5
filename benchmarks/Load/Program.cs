using Load;
using Load.Noop;

if (args is ["noop", .. var noopArgs])
{
    await NoopReceiver.RunAsync(noopArgs);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    var options = LoadOptions.Parse(args);
    var report = await new LoadRun(options).RunAsync(stop.Token);
    Console.WriteLine(options.Json ? report.ToJson() : report.ToString());
    return report.Failures.Count == 0 ? 0 : 2;
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
