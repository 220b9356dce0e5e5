using Alerts;
using Alerts.Commands;
using Sessions;

var isStarted = false;
try
{
    var words = args.TakeWhile(arg => !arg.StartsWith('-')).ToArray();
    await using var app = AlertSite.Build(args[words.Length..]);
    if (await AlertCommands.TryRunAsync(words, app.Services, Console.Out) is { } exitCode)
    {
        return exitCode;
    }

    app.Lifetime.ApplicationStarted.Register(() => isStarted = true);
    await app.RunAsync();
    return 0;
}
catch (Exception problem)
    when (!isStarted && (problem is StoreException || StartProblem.IsOperators(problem)))
{
    Console.Error.WriteLine($"alerts: {StartProblem.Line(problem)}");
    return 1;
}
