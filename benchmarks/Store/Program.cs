using Store.Benchmarks;

// dotnet run -c Release --project benchmarks/Store -- ingest|fill|query|page|beats|soak|prune|runners|compare <file or folder> [options]; see benchmarks/README.md.
if (args is not [var verb, var file, .. var rest])
{
    Console.Error.WriteLine(
        "usage: ingest|fill|query|page|beats|soak|prune|runners|compare <file or folder> [key=value ...]"
    );
    return 1;
}

var options = rest.Select(option => option.Split('=', 2))
    .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
switch (verb)
{
    case "ingest":
        await Ingest.RunAsync(file, options);
        return 0;
    case "fill":
        await Fill.RunAsync(file, options);
        return 0;
    case "query":
        await Query.RunAsync(file, options);
        return 0;
    case "page":
        await SessionPage.RunAsync(file, options);
        return 0;
    case "beats":
        await Beats.RunAsync(file, options);
        return 0;
    case "prune":
        await Prune.RunAsync(file, options);
        return 0;
    case "runners":
        await Runners.RunAsync(file, options);
        return 0;
    case "soak":
        await Soak.RunAsync(file, options);
        return 0;
    case "compare":
        await Compare.RunAsync(file, options);
        return 0;
    default:
        Console.Error.WriteLine($"unknown: {verb}");
        return 1;
}
