using System.CommandLine;
using System.Globalization;
using Sessions.Sqlite.Schema;

namespace Collector.Commands;

/// <summary><c>check</c>: reads the whole store and says whether it is sound, also while a collector writes to it.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var store = CommandStore.Option();
        var command = new Command(
            "check",
            "Reads every page of the SQLite store, its log and every session's state, and changes nothing; a collector may go on writing meanwhile."
        )
        {
            store,
        };
        command.SetAction(result =>
        {
            var configuration = CommandStore.Configuration(result.GetValue(store));
            var file = CommandStore.FileOf(configuration, "check");
            var bytes = SqliteCheck.Run(file);
            result.InvocationConfiguration.Output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{file}: sound, {bytes:N0} bytes")
            );
            return CollectorCommands.Done;
        });
        return command;
    }
}
