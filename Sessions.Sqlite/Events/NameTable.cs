using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>
/// Phases' names by number; remembers the ones met lately, because noise can make any number of them. Names are never
/// renumbered, and their numbers never given again.
/// </summary>
internal sealed class NameTable(Database database)
{
    private const int Remembered = 8_192;

    private readonly Dictionary<string, long> _numbers = [];
    private readonly Dictionary<long, string> _names = [];

    /// <summary>The number of a name; 0 for none; null when the store does not know it.</summary>
    public long? Find(string? name)
    {
        if (name is null)
        {
            return 0;
        }

        var query = database.Prepare("SELECT no FROM name WHERE text = ?1").Bind(1, name);
        if (!query.Step())
        {
            return null;
        }

        var number = query.Int64(0);
        query.Reset();
        return number;
    }

    /// <summary>The number of a name, new where need be; on the writer's connection only.</summary>
    public long Intern(string? name)
    {
        if (name is null)
        {
            return 0;
        }

        if (_numbers.TryGetValue(name, out var number))
        {
            return number;
        }

        if (Find(name) is not { } known)
        {
            // Never a number that a name had which is gone: readers remember it.
            database.Prepare("UPDATE meta SET name = name + 1").Run();
            database.Prepare("INSERT INTO name SELECT name, ?1 FROM meta").Bind(1, name).Run();
            known = Find(name)!.Value;
        }

        Remember(known, name);
        return known;
    }

    public string? NameOf(long number)
    {
        if (number == 0)
        {
            return null;
        }

        if (!_names.TryGetValue(number, out var name))
        {
            var query = database.Prepare("SELECT text FROM name WHERE no = ?1").Bind(1, number);
            name = query.Step() ? query.Text(0) : "";
            query.Reset();
            Remember(number, name);
        }

        return name;
    }

    /// <summary>Forgets everything, after a transaction that may have added names was undone.</summary>
    public void Clear()
    {
        _numbers.Clear();
        _names.Clear();
    }

    private void Remember(long number, string name)
    {
        if (_numbers.Count >= Remembered)
        {
            Clear();
        }

        _numbers[name] = number;
        _names[number] = name;
    }
}
