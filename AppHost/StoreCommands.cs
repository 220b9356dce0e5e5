using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost;

/// <summary>
/// Commands of a SQLite store in the Aspire dashboard: back up, check, prune. Each runs the collector's command of the
/// same name; a server has its own means.
/// </summary>
static class StoreCommands
{
    private const int MaxDays = 36_500;

    /// <param name="store">The store; a server gets no command.</param>
    /// <param name="collectorName">The resource that writes to the store, which prune has to stop meanwhile.</param>
    public static IResourceBuilder<SessionStore> WithStoreCommands(
        this IResourceBuilder<SessionStore> store,
        string collectorName
    )
    {
        if (
            store.Resource.File is not { } file
            || !store.ApplicationBuilder.ExecutionContext.IsRunMode
        )
        {
            return store;
        }

        return store
            .WithCommand(
                "back-up",
                "Back up…",
                context =>
                    RunAsync(file, ["backup", BackupOf(file, Text(context, "file"))], context),
                new()
                {
                    Description =
                        "Copies the store to a file, while the collector goes on writing.",
                    IconName = "Save",
                    Arguments =
                    [
                        new()
                        {
                            Name = "file",
                            Label = "Copy to",
                            Placeholder = "beside the store, named by date and time",
                            InputType = InputType.Text,
                            Required = false,
                        },
                    ],
                }
            )
            .WithCommand(
                "check",
                "Check",
                context => RunAsync(file, ["check"], context),
                new()
                {
                    Description = "Reads the whole store and says whether it is sound.",
                    IconName = "CheckmarkCircle",
                }
            )
            .WithCommand(
                "prune",
                "Prune…",
                context => PruneAsync(file, collectorName, context),
                new()
                {
                    Description =
                        "Removes old sessions. The collector is stopped meanwhile; runners send again what they could not deliver.",
                    IconName = "Broom",
                    Arguments =
                    [
                        new()
                        {
                            Name = "keep-days",
                            Label = "Keep sessions of the last … days",
                            InputType = InputType.Number,
                            Required = true,
                            Value = "30",
                        },
                    ],
                    ValidateArguments = context =>
                    {
                        if (!IsDays(context.Inputs["keep-days"].Value))
                        {
                            context.AddValidationError(
                                "keep-days",
                                $"Give a number of days from 1 to {MaxDays}."
                            );
                        }

                        return Task.CompletedTask;
                    },
                }
            );
    }

    private static string? Text(ExecuteCommandContext context, string name) =>
        context.Arguments.GetString(name);

    private static bool IsDays(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is > 0 and <= MaxDays;

    /// <summary>A relative name, like no name at all, means the store's own folder.</summary>
    private static string BackupOf(string file, string? name) =>
        Path.Combine(
            Path.GetDirectoryName(file)!,
            string.IsNullOrWhiteSpace(name)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileNameWithoutExtension(file)}-{DateTime.Now:yyyy-MM-dd-HHmmss}.db"
                )
                : name.Trim()
        );

    private static async Task<ExecuteCommandResult> PruneAsync(
        string file,
        string collectorName,
        ExecuteCommandContext context
    )
    {
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var stopped = await commands.ExecuteCommandAsync(
            collectorName,
            KnownResourceCommands.StopCommand,
            context.CancellationToken
        );
        if (!stopped.Success)
        {
            return stopped;
        }

        try
        {
            return await RunAsync(
                file,
                ["prune", "--keep-days", Text(context, "keep-days")!],
                context
            );
        }
        finally
        {
            // Whatever became of the command, runners need the collector again.
            await commands.ExecuteCommandAsync(
                collectorName,
                KnownResourceCommands.StartCommand,
                CancellationToken.None
            );
        }
    }

    /// <summary>Runs the collector's program, built like this one, with a command on the store.</summary>
    private static async Task<ExecuteCommandResult> RunAsync(
        string file,
        string[] command,
        ExecuteCommandContext context
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(file)!,
        };
        string[] program =
        [
            "run",
            "--no-build",
            "--no-launch-profile",
            "--configuration",
            Configuration,
            "--project",
            new Projects.Collector().ProjectPath,
            "--",
        ];
        foreach (var argument in program.Concat(command).Concat(["--store", file]))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(context.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(context.CancellationToken);
        await process.WaitForExitAsync(context.CancellationToken);
        return process.ExitCode == 0
            ? CommandResults.Success((await output).Trim())
            : CommandResults.Failure(FirstLine($"{await errors}\n{await output}"));
    }

    /// <summary>What went wrong, without the usage that follows; the Aspire dashboard takes angle brackets for markup.</summary>
    private static string FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault("The command failed without a word.")
            .Replace('<', '(')
            .Replace('>', ')');

    private static string Configuration =>
        typeof(StoreCommands)
            .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
            .Configuration;
}
