using System.CommandLine;

namespace Collector.Commands;

/// <summary>
/// What the collector's program does besides collecting: <c>import</c>, <c>export</c>, <c>backup</c>, <c>check</c>, <c>prune</c>. It ends with 0
/// when all went well, 1 when the store or the configuration cannot be used, 2 when it was called wrongly, and 3 when some of
/// what was asked for could not be done.
/// </summary>
internal static class CollectorCommands
{
    public const int Done = 0;
    public const int Incomplete = 3;
    private const int Unusable = 1;
    private const int CalledWrongly = 2;

    private const string Version = "--version";

    private static readonly string[] Help = ["--help", "-h", "-?", "help"];

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code; null when they name none, and the program is to collect.</returns>
    public static async Task<int?> TryRunAsync(
        IReadOnlyList<string> args,
        TextWriter? output = null,
        TextWriter? errors = null
    )
    {
        var root = Root();
        var isHelp = args.Count > 0 && Help.Contains(args[0]);
        var isVersion = args is [Version];
        if (
            !isHelp
            && !isVersion
            && (args.Count == 0 || root.Subcommands.All(c => c.Name != args[0]))
        )
        {
            return args is [var word, ..] && IsBareWord(word)
                ? Refuse(word, root, errors ?? Console.Error)
                : null;
        }

        var settings = new InvocationConfiguration
        {
            // What stops a command is the operator's to read, in one line, as when the collector starts.
            EnableDefaultExceptionHandler = false,
        };
        settings.Output = output ?? settings.Output;
        settings.Error = errors ?? settings.Error;
        var parsed = root.Parse(isHelp ? ["--help"] : args);
        try
        {
            var exitCode = await parsed.InvokeAsync(settings);
            return parsed.Errors.Count > 0 ? CalledWrongly : exitCode;
        }
        catch (Exception problem)
            when (problem
                    is IOException
                        or UnauthorizedAccessException
                        or OperationCanceledException
            )
        {
            settings.Error.WriteLine($"{args[0]}: {StartProblem.Line(problem)}");
            return Unusable;
        }
    }

    /// <summary>Settings are <c>--key=value</c>, <c>--key value</c>, <c>/key value</c> or <c>key=value</c>.</summary>
    private static bool IsBareWord(string argument) =>
        argument.Length > 0 && argument[0] is not ('-' or '/') && !argument.Contains('=');

    private static int Refuse(string word, RootCommand root, TextWriter errors)
    {
        errors.WriteLine(
            $"collector: '{word}' is no command; there are {string.Join(", ", root.Subcommands.Select(c => c.Name))}. Without one it collects."
        );
        return CalledWrongly;
    }

    private static RootCommand Root() =>
        new(
            "Collects OpenTelemetry of runners' sessions. Without a command it receives OTLP until it is stopped; a command works on the store and ends."
        )
        {
            ImportCommand.Create(),
            ExportCommand.Create(),
            BackupCommand.Create(),
            CheckCommand.Create(),
            PruneCommand.Create(),
        };
}
