using System.Runtime.InteropServices;
using System.Text;
using SQLitePCL;

namespace Sessions.Sqlite.Native;

/// <summary>A prepared statement: bind from 1, step, read columns from 0, reset.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    private readonly ParameterBuffer _room = new();
    private readonly nint _pointer = handle.DangerousGetHandle();

    public Statement Bind(int index, long value)
    {
        HotCalls.BindInt64(_pointer, index, value);
        return this;
    }

    public Statement Bind(int index, long? value) =>
        value is { } number ? Bind(index, number) : BindNull(index);

    public Statement Bind(int index, double? value)
    {
        if (value is not { } number)
        {
            return BindNull(index);
        }

        HotCalls.BindDouble(_pointer, index, number);
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_room.TryTake(size, out var kept))
        {
            var used = Encoding.UTF8.GetBytes(value, kept);
            _room.Keep(used);
            HotCalls.BindText(
                _pointer,
                index,
                ref MemoryMarshal.GetReference(kept),
                used,
                HotCalls.Static
            );
            return this;
        }

        var utf8 = Encoding.UTF8.GetBytes(value);
        HotCalls.BindText(
            _pointer,
            index,
            ref MemoryMarshal.GetArrayDataReference(utf8),
            utf8.Length,
            HotCalls.Transient
        );
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        if (_room.TryTake(value.Length, out var kept))
        {
            value.CopyTo(kept);
            _room.Keep(value.Length);
            value = kept;
        }

        HotCalls.BindBlob(
            _pointer,
            index,
            ref MemoryMarshal.GetReference(value),
            value.Length,
            kept.IsEmpty ? HotCalls.Transient : HotCalls.Static
        );
        return this;
    }

    /// <summary>A hexadecimal id as its bytes; any other text as itself.</summary>
    public Statement BindHex(int index, string? value)
    {
        Span<byte> bytes = stackalloc byte[16];
        return HexId.TryDecode(value, bytes, out var count)
            ? Bind(index, bytes[..count])
            : Bind(index, value);
    }

    /// <returns>Whether there is a row; after the last one the statement is reset.</returns>
    public bool Step()
    {
        var code = HotCalls.Step(_pointer);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        // The reset repeats the step's error; the message has to be read before it.
        var failure = code == raw.SQLITE_DONE ? null : database.Failure(code);
        Reset();
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs a statement to its end.</summary>
    /// <returns>How many rows it changed, for one that changes any.</returns>
    public int Run()
    {
        while (Step()) { }

        return database.Changes;
    }

    /// <summary>Makes it ready for the next run; every parameter has to be bound again.</summary>
    public void Reset()
    {
        HotCalls.Reset(_pointer);
        _room.Clear();
    }

    public bool IsNull(int column) => HotCalls.ColumnType(_pointer, column) == raw.SQLITE_NULL;

    public long Int64(int column) => HotCalls.ColumnInt64(_pointer, column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public double? DoubleOrNull(int column) =>
        IsNull(column) ? null : HotCalls.ColumnDouble(_pointer, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>What <see cref="BindHex"/> stored.</summary>
    public string? HexOrNull(int column) =>
        HotCalls.ColumnType(_pointer, column) == raw.SQLITE_BLOB
            ? Convert.ToHexStringLower(Blob(column))
            : TextOrNull(column);

    public void Dispose() => handle.Dispose();

    private Statement BindNull(int index)
    {
        HotCalls.BindNull(_pointer, index);
        return this;
    }
}
