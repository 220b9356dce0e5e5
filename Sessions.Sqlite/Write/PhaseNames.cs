using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>Numbers phases' names, and notes which sessions use them: a name goes with the last of its sessions.</summary>
internal sealed class PhaseNames(Database database, NameTable names)
{
    /// <summary>The number of a phase's name; 0 for none.</summary>
    public long Use(HotSession session, string? phase)
    {
        var number = names.Intern(phase);
        if (number != 0 && session.IsFirstUse(number))
        {
            database
                .Prepare("INSERT OR IGNORE INTO phase_name (session, name) VALUES (?1, ?2)")
                .Bind(1, session.Number)
                .Bind(2, number)
                .Run();
        }

        return number;
    }
}
