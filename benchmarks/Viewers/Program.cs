using System.Globalization;
using Viewers;

// dotnet run -c Release --project benchmarks/Viewers -- load|pixel|acknowledged|streams <count> <time between beats>|long <file>|beats <file>; see benchmarks/README.md.
await using var stack = await RunningStack.StartAsync(
    args is ["long" or "beats", var file] ? Path.GetFullPath(file) : null
);
switch (args)
{
    case ["load"]:
        await FirstLoad.MeasureAsync(stack);
        return 0;
    case ["pixel"]:
        await Pixels.OfRunnerAsync(stack);
        return 0;
    case ["acknowledged"]:
        await Pixels.OfAcknowledgedAsync(stack);
        return 0;
    case ["streams", var count, var beatEvery]:
        await Streams.MeasureAsync(
            stack,
            int.Parse(count, CultureInfo.InvariantCulture),
            beatEvery
        );
        return 0;
    case ["long", _]:
        await LongSession.MeasureAsync(stack);
        return 0;
    case ["beats", _]:
        await LongSession.MeasureBeatAsync(stack);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: load|pixel|acknowledged|streams <count> <time between beats>|long <file>|beats <file>"
        );
        return 1;
}
