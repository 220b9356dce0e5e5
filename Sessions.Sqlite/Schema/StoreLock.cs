using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Sqlite.Schema;

/// <summary>
/// Keeps a second writer out: the writer holds sessions in memory, and another one would overwrite what it knows. The
/// lock is on the file itself, so that a link to it is no way around, and on a byte far behind its end, so that SQLite,
/// readers and copies do not meet it.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const long LockedByte = 1L << 62;

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Creates file and folder where they are missing.</summary>
    /// <exception cref="StoreUnusableException">Another writer has the file, or it cannot be opened for writing.</exception>
    public static StoreLock Take(string file)
    {
        FileStream? opened = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            opened = new FileStream(
                file,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            if (!TryLock(opened))
            {
                throw new StoreUnusableException(
                    $"{file}: another process writes to this store; end it, or give another path in ConnectionStrings:sessions."
                );
            }

            return new StoreLock(opened);
        }
        catch (Exception exception)
        {
            opened?.Dispose();
            throw exception switch
            {
                UnauthorizedAccessException => new StoreUnusableException(
                    $"{file}: cannot be written; give this process write access to the file and its folder, or another path in ConnectionStrings:sessions.",
                    exception
                ),
                IOException => new StoreUnusableException(
                    $"{file}: cannot be made or opened ({exception.Message}); give another path in ConnectionStrings:sessions.",
                    exception
                ),
                _ => exception,
            };
        }
    }

    /// <summary>
    /// After the last connection to the file: closing any handle takes away the locks that SQLite holds on the file in
    /// this process.
    /// </summary>
    public void Dispose() => _file.Dispose();

    private static bool TryLock(FileStream file)
    {
        if (OperatingSystem.IsLinux())
        {
            // Of the handle, not of the process: two writers in one process keep each other out too.
            var whole = new LinuxLock
            {
                Type = WriteLock,
                Start = LockedByte,
                Length = 1,
            };
            return Control(file.SafeFileHandle, SetHandleLock, ref whole) == 0;
        }

        if (OperatingSystem.IsWindows())
        {
            try
            {
                file.Lock(LockedByte, 1);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        return Flock(file.SafeFileHandle, ExclusiveWithoutWaiting) == 0;
    }

    /// <summary>F_OFD_SETLK.</summary>
    private const int SetHandleLock = 37;

    /// <summary>F_WRLCK.</summary>
    private const short WriteLock = 1;

    /// <summary>LOCK_EX | LOCK_NB.</summary>
    private const int ExclusiveWithoutWaiting = 2 | 4;

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(SafeFileHandle file, int command, ref LinuxLock @lock);

    [DllImport("libc", EntryPoint = "flock")]
    private static extern int Flock(SafeFileHandle file, int operation);

    /// <summary>struct flock of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinuxLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
