using System.CommandLine;
using Sessions;

namespace Collector.Commands;

/// <summary><c>export</c>: writes sessions to files, as events and summary or as OTLP.</summary>
internal static class ExportCommand
{
    private const string AsEvents = "events";
    private const string AsOtlp = "otlp";

    public static Command Create()
    {
        var sessions = new Argument<string[]>("session")
        {
            Description = "Ids of sessions.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "Every session of the store." };
        var format = new Option<string>("--format")
        {
            Description =
                "events: <id>.events.jsonl, <id>.summary.json and, where the session has figures of its own, <id>.figures.jsonl; otlp: <id>.otlp.jsonl, one OTLP/JSON request a line.",
            DefaultValueFactory = _ => AsEvents,
        };
        format.AcceptOnlyFromAmong(AsEvents, AsOtlp);
        var folder = new Option<string>("--to")
        {
            Description = "The folder; files of the same name are replaced.",
            HelpName = "folder",
            DefaultValueFactory = _ => ".",
        };
        var store = CommandStore.Option();
        var command = new Command(
            "export",
            "Writes sessions to files that import reads; a collector may be running."
        )
        {
            sessions,
            all,
            format,
            folder,
            store,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(sessions) is { Length: > 0 } == result.GetValue(all))
            {
                result.AddError("Name the sessions to export, or give --all.");
            }
        });
        command.SetAction(
            async (result, cancellationToken) =>
            {
                await using var services = CommandStore.Open(
                    CommandStore.Configuration(result.GetValue(store)),
                    forWriting: false
                );
                var export = new Export(
                    services.GetRequiredService<ISessionReader>(),
                    Directory.CreateDirectory(result.GetRequiredValue(folder)).FullName,
                    result.GetValue(format) == AsOtlp,
                    result.InvocationConfiguration
                );
                return result.GetValue(all)
                    ? await export.AllAsync(cancellationToken)
                    : await export.ThoseAsync(result.GetRequiredValue(sessions), cancellationToken);
            }
        );
        return command;
    }

    private sealed class Export(
        ISessionReader reader,
        string folder,
        bool asOtlp,
        InvocationConfiguration console
    )
    {
        public async Task<int> AllAsync(CancellationToken cancellationToken)
        {
            var exitCode = CollectorCommands.Done;
            var query = new SessionQuery { Limit = 1000, Ascending = true };
            do
            {
                var page = await reader.ListAsync(query, cancellationToken);
                exitCode = Math.Max(
                    exitCode,
                    await ThoseAsync(page.Items.Select(s => s.Id), cancellationToken)
                );
                query = query with { Cursor = page.Next };
            } while (query.Cursor is not null);
            return exitCode;
        }

        public async Task<int> ThoseAsync(
            IEnumerable<string> sessions,
            CancellationToken cancellationToken
        )
        {
            var exitCode = CollectorCommands.Done;
            foreach (var session in sessions)
            {
                if (await reader.FindAsync(session, cancellationToken) is null)
                {
                    console.Error.WriteLine($"export: {session}: there is no such session.");
                    exitCode = CollectorCommands.Incomplete;
                }
                else if (!await TryWriteAsync(session, cancellationToken))
                {
                    exitCode = CollectorCommands.Incomplete;
                }
            }

            return exitCode;
        }

        /// <summary>One session whose files cannot be written does not stop the others.</summary>
        private async Task<bool> TryWriteAsync(string session, CancellationToken cancellationToken)
        {
            try
            {
                await WriteAsync(session, cancellationToken);
                return true;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                console.Error.WriteLine($"export: {session}: {problem.Message}");
                return false;
            }
        }

        private async Task WriteAsync(string session, CancellationToken cancellationToken)
        {
            if (asOtlp)
            {
                await FileAsync(
                    session,
                    "otlp.jsonl",
                    s => SessionExport.WriteOtlpJsonAsync(reader, session, s, cancellationToken)
                );
                return;
            }

            await FileAsync(
                session,
                "events.jsonl",
                s => SessionExport.WriteEventsAsync(reader, session, s, cancellationToken)
            );
            await FileAsync(
                session,
                "summary.json",
                s =>
                    SessionExport.WriteSummaryAsync(
                        reader,
                        session,
                        s,
                        DateTimeOffset.UtcNow,
                        cancellationToken
                    )
            );
            if ((await reader.FigureTracksAsync(session, cancellationToken)).Count > 0)
            {
                await FileAsync(
                    session,
                    "figures.jsonl",
                    s => SessionExport.WriteFiguresAsync(reader, session, s, cancellationToken)
                );
            }
        }

        private async Task FileAsync(string session, string ending, Func<Stream, Task> write)
        {
            var path = Path.Combine(folder, $"{ExportName.Of(session)}.{ending}");
            var partial = path + ".partial";
            await using (var stream = File.Create(partial))
            {
                await write(stream);
            }

            File.Move(partial, path, overwrite: true);
            console.Output.WriteLine(path);
        }
    }
}
