using System.Runtime.InteropServices;

namespace Sessions.Sqlite.Native;

/// <summary>
/// The calls that are made once for each value of a row. The wrapper's own take and release a safe handle every time
/// and leave the garbage collector's mode, which costs more than the calls do; a statement's handle outlives them here.
/// </summary>
/// <remarks>Only calls that return within a microsecond and never call back may suppress the transition.</remarks>
internal static class HotCalls
{
    private const string Library = "e_sqlite3";

    /// <summary>SQLite copies the bytes before it returns.</summary>
    public static readonly nint Transient = -1;

    /// <summary>The bytes stay where they are until the statement is reset.</summary>
    public static readonly nint Static = 0;

    [DllImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static extern int BindInt64(nint statement, int index, long value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_double")]
    [SuppressGCTransition]
    public static extern int BindDouble(nint statement, int index, double value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    public static extern int BindNull(nint statement, int index);

    [DllImport(Library, EntryPoint = "sqlite3_bind_text")]
    public static extern int BindText(
        nint statement,
        int index,
        ref byte utf8,
        int length,
        nint destructor
    );

    [DllImport(Library, EntryPoint = "sqlite3_bind_blob")]
    public static extern int BindBlob(
        nint statement,
        int index,
        ref byte bytes,
        int length,
        nint destructor
    );

    [DllImport(Library, EntryPoint = "sqlite3_step")]
    public static extern int Step(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_reset")]
    public static extern int Reset(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_column_type")]
    [SuppressGCTransition]
    public static extern int ColumnType(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    public static extern long ColumnInt64(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_double")]
    [SuppressGCTransition]
    public static extern double ColumnDouble(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_changes")]
    [SuppressGCTransition]
    public static extern int Changes(nint database);

    [DllImport(Library, EntryPoint = "sqlite3_file_control")]
    public static extern int FileControl(nint database, nint name, int operation, out int answer);

    [DllImport(Library, EntryPoint = "sqlite3_wal_hook")]
    public static extern nint SetWalHook(nint database, WalHook hook, nint context);
}

/// <summary>Called by SQLite after a commit; answers 0.</summary>
[UnmanagedFunctionPointer(CallingConvention.Cdecl)]
internal delegate int WalHook(nint context, nint database, nint name, int pages);
