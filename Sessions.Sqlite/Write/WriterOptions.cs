using Microsoft.Win32.SafeHandles;
using Sessions.Sqlite.Retention;

namespace Sessions.Sqlite.Write;

/// <summary>What bounds a writer.</summary>
public sealed record WriterOptions
{
    /// <summary>Sessions kept in memory, about 5 KB each.</summary>
    public int HotSessions { get; init; } = 12_288;

    /// <summary>Events that may wait for their trace's session; the oldest give way.</summary>
    public int OrphanEvents { get; init; } = 100_000;

    /// <summary>Bytes that these may take. They do not count for <see cref="RetentionOptions.MaxBytes"/>.</summary>
    public long OrphanBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long they may wait; no longer than sessions are kept.</summary>
    public TimeSpan OrphanAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long to wait for a lock that another process holds: every request waits that long with it.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What has to have happened before a batch is acknowledged.</summary>
    public Durability Durability { get; init; } = Durability.Full;

    /// <summary>Items in a chunk of the table <c>series</c>; the writer holds half of it to one and a half in memory for each session.</summary>
    internal int SeriesChunk { get; init; } = 64;

    /// <summary>Brings a file to the disk, or throws an <see cref="IOException"/>.</summary>
    internal Action<SafeFileHandle> Sync { get; init; } = RandomAccess.FlushToDisk;

    /// <summary>What the store may hold; by default everything.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>
    /// Told the schema version of a file of an earlier one, before it is brought up to date: ten million events take some
    /// ten seconds, and a fifth of the file's size in addition while it goes on.
    /// </summary>
    public Action<int>? Migrating { get; init; }

    /// <summary>Where the present moment comes from, for retention by age.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
