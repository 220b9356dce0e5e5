using System.Collections;
using System.Diagnostics;

// A service that a test can look into: it tells its environment, gets healthy when it is told to, and keeps a journal.
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
var name = app.Configuration["SAMPLE_NAME"] ?? "sample";

if (app.Configuration["SAMPLE_FAILS"] is { } complaint)
{
    Console.Error.WriteLine(complaint);
    return 3;
}

app.MapGet(
    "/environment",
    () =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value)
);
app.MapGet("/arguments", () => args);
app.MapGet("/directory", Directory.GetCurrentDirectory);
app.MapGet(
    "/health",
    () =>
        app.Configuration["SAMPLE_HEALTHY_WHEN"] is not { } file || File.Exists(file)
            ? Results.Ok()
            : Results.StatusCode(503)
);
app.MapGet("/processes", () => (int[])[Environment.ProcessId, Process.Start("sleep", "600").Id]);

app.Lifetime.ApplicationStarted.Register(() => Note("started"));
app.Lifetime.ApplicationStopped.Register(() => Note("stopped"));
await app.RunAsync();
return 0;

void Note(string what)
{
    if (app.Configuration["SAMPLE_JOURNAL"] is { } journal)
    {
        File.AppendAllText(journal, $"{name} {what}\n");
    }
}
