using Viewers;

// dotnet run -c Release --project benchmarks/Viewers -- load|pixel|acknowledged|streams [count]; see benchmarks/README.md.
await using var stack = await RunningStack.StartAsync();
switch (args)
{
    case ["load", ..]:
        await FirstLoad.MeasureAsync(stack);
        return 0;
    case ["pixel", ..]:
        await Pixels.OfRunnerAsync(stack);
        return 0;
    case ["acknowledged", ..]:
        await Pixels.OfAcknowledgedAsync(stack);
        return 0;
    case ["streams", .. var count]:
        await Streams.MeasureAsync(
            stack,
            count.Length > 0
                ? int.Parse(count[0], System.Globalization.CultureInfo.InvariantCulture)
                : 1000
        );
        return 0;
    default:
        Console.Error.WriteLine("usage: load|pixel|acknowledged|streams [count]");
        return 1;
}
