using SQLitePCL;

namespace Sessions.Sqlite.Native;

/// <summary>A prepared statement: bind from 1, step, read columns from 0, reset.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int index, long value)
    {
        raw.sqlite3_bind_int64(handle, index, value);
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        if (value is { } number)
        {
            raw.sqlite3_bind_int64(handle, index, number);
        }
        else
        {
            raw.sqlite3_bind_null(handle, index);
        }

        return this;
    }

    public Statement Bind(int index, double? value)
    {
        if (value is { } number)
        {
            raw.sqlite3_bind_double(handle, index, number);
        }
        else
        {
            raw.sqlite3_bind_null(handle, index);
        }

        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            raw.sqlite3_bind_null(handle, index);
        }
        else
        {
            raw.sqlite3_bind_text(handle, index, value);
        }

        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(handle, index, value);
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
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        // The reset repeats the step's error; the message has to be read before it.
        var failure = code == raw.SQLITE_DONE ? null : database.Failure(code);
        raw.sqlite3_reset(handle);
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs a statement to its end.</summary>
    public void Run()
    {
        while (Step()) { }
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public double? DoubleOrNull(int column) =>
        IsNull(column) ? null : raw.sqlite3_column_double(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>What <see cref="BindHex"/> stored.</summary>
    public string? HexOrNull(int column) =>
        raw.sqlite3_column_type(handle, column) == raw.SQLITE_BLOB
            ? Convert.ToHexStringLower(Blob(column))
            : TextOrNull(column);

    public void Dispose() => handle.Dispose();
}
