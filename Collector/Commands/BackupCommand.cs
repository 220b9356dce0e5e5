using System.CommandLine;
using System.Globalization;
using Sessions.Sqlite.Backup;

namespace Collector.Commands;

/// <summary><c>backup</c>: copies the store to a file, also while a collector writes to it.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("file") { Description = "The copy; must not exist yet." };
        var store = CommandStore.Option();
        var command = new Command(
            "backup",
            "Copies the SQLite store to one file, compacted and checked; a collector may go on writing meanwhile."
        )
        {
            target,
            store,
        };
        command.SetAction(result =>
        {
            var configuration = CommandStore.Configuration(result.GetValue(store));
            var from = CommandStore.FileOf(configuration, "backup");
            var to = Path.GetFullPath(result.GetRequiredValue(target));
            var bytes = SqliteBackup.Write(from, to);
            result.InvocationConfiguration.Output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{from} -> {to}, {bytes:N0} bytes")
            );
            return CollectorCommands.Done;
        });
        return command;
    }
}
