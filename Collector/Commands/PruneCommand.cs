using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sessions.Sqlite.Hosting;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Write;

namespace Collector.Commands;

/// <summary><c>prune</c>: removes old sessions once; a running collector does so by itself when <c>Store:MaxAge</c> or <c>Store:MaxMegabytes</c> is set.</summary>
internal static class PruneCommand
{
    public static Command Create()
    {
        var days = new Option<double?>("--keep-days")
        {
            Description =
                "Remove sessions that were last heard from longer ago. Default: Store:MaxAge.",
            HelpName = "days",
            CustomParser = result => Number(result, 36_500),
        };
        var megabytes = new Option<double?>("--keep-megabytes")
        {
            Description =
                "Remove the oldest sessions until the file is no larger. Default: Store:MaxMegabytes.",
            HelpName = "MB",
            CustomParser = result => Number(result, 1L << 40),
        };
        var store = CommandStore.Option();
        var command = new Command(
            "prune",
            "Removes old sessions from the SQLite store, whole and oldest first. No collector may be writing to it."
        )
        {
            days,
            megabytes,
            store,
        };
        command.SetAction(
            (result, cancellationToken) =>
            {
                var configuration = CommandStore.Configuration(result.GetValue(store));
                var configured = StoreRetention.Of(configuration);
                var retention = new RetentionOptions
                {
                    MaxAge = result.GetValue(days) is { } d
                        ? TimeSpan.FromDays(d)
                        : configured.MaxAge,
                    MaxBytes = result.GetValue(megabytes) is { } mb
                        ? (long)(mb * 1024 * 1024)
                        : configured.MaxBytes,
                };
                return retention.IsBounded
                    ? RunAsync(
                        CommandStore.FileOf(configuration, "prune"),
                        retention,
                        result.InvocationConfiguration.Output,
                        cancellationToken
                    )
                    : throw new ConfigurationException(
                        "prune: nothing says what to keep; give --keep-days or --keep-megabytes, or set Store:MaxAge or Store:MaxMegabytes."
                    );
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string file,
        RetentionOptions retention,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(file))
        {
            throw new ConfigurationException($"prune: {file}: there is no such store.");
        }

        await using var writer = SqliteSessionWriter.Open(file);
        long sessions = 0,
            events = 0;
        PruneStep step;
        do
        {
            step = await writer.PruneAsync(retention, DateTimeOffset.UtcNow, cancellationToken);
            sessions += step.Sessions;
            events += step.Events;
        } while (!step.IsDone);

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: removed {sessions:N0} sessions with {events:N0} events, now {new FileInfo(file).Length:N0} bytes"
            )
        );
        return CollectorCommands.Done;
    }

    private static double? Number(ArgumentResult result, double most)
    {
        var text = result.Tokens[^1].Value;
        if (
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && number <= most
        )
        {
            return number;
        }

        result.AddError(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{text}' is not a number above 0 and up to {most:N0}."
            )
        );
        return null;
    }
}
