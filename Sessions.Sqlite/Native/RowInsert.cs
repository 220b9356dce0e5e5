using System.Runtime.InteropServices;

namespace Sessions.Sqlite.Native;

/// <summary>
/// Gathers rows of one table and inserts them many to a statement: starting and ending a statement costs as much as a
/// row does.
/// </summary>
internal sealed class RowInsert<T>
{
    /// <summary>Binds a row.</summary>
    /// <param name="insert">The statement.</param>
    /// <param name="first">The row's first parameter.</param>
    /// <param name="row">The row.</param>
    public delegate void Binder(Statement insert, int first, in T row);

    /// <summary>How many rows one statement takes.</summary>
    private const int Rows = 32;

    private readonly int _columns;
    private readonly Binder _bind;
    private readonly Statement _one;
    private readonly Statement _many;
    private readonly List<T> _waiting = new(Rows);

    /// <param name="database">Where the table is.</param>
    /// <param name="into">The statement up to its values, for example <c>INSERT INTO name (no, text)</c>.</param>
    /// <param name="columns">How many columns it names.</param>
    /// <param name="bind">Binds one row.</param>
    public RowInsert(Database database, string into, int columns, Binder bind)
    {
        _columns = columns;
        _bind = bind;
        var row = $"({string.Join(", ", Enumerable.Repeat("?", columns))})";
        _one = database.Prepare($"{into} VALUES {row}");
        _many = database.Prepare(
            $"{into} VALUES {string.Join(", ", Enumerable.Repeat(row, Rows))}"
        );
    }

    /// <summary>What was taken and is not inserted yet.</summary>
    public ReadOnlySpan<T> Waiting => CollectionsMarshal.AsSpan(_waiting);

    /// <summary>Takes a row; it is inserted with others, at <see cref="Flush"/> at the latest.</summary>
    public void Add(in T row)
    {
        _waiting.Add(row);
        if (_waiting.Count < Rows)
        {
            return;
        }

        var next = 1;
        foreach (ref readonly var each in Waiting)
        {
            _bind(_many, next, each);
            next += _columns;
        }

        _waiting.Clear();
        _many.Run();
    }

    public void Flush()
    {
        foreach (ref readonly var row in Waiting)
        {
            _bind(_one, 1, row);
            _one.Run();
        }

        _waiting.Clear();
    }

    /// <summary>Lets go of what waits, after a transaction was undone.</summary>
    public void Clear() => _waiting.Clear();
}
