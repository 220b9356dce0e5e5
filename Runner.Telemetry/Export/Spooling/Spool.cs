using System.Globalization;

namespace Runner.Telemetry.Export.Spooling;

/// <summary>A request set aside on disk.</summary>
/// <param name="Bytes">Size of its body.</param>
readonly record struct Spooled(string Path, OtlpSignal Signal, long Bytes);

/// <summary>Requests that could not be delivered, oldest first, each a file in a folder of this process. What an earlier
/// process of the same runner left behind is taken over. Bounded; thread safe.</summary>
sealed class Spool : IDisposable
{
    const string LockName = "lock";

    readonly LinkedList<Spooled> entries = new();
    readonly List<FileStream> locks = [];
    readonly Lock gate = new();
    readonly string root;
    readonly string folder;
    readonly long maxBytes;
    long bytes;
    long next;

    /// <param name="root">Shared by all processes of one runner that send to one receiver.</param>
    /// <param name="maxBytes">Bound of all files together.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public Spool(string root, long maxBytes)
    {
        this.root = root;
        this.maxBytes = maxBytes;
        Directory.CreateDirectory(root);
        foreach (var left in Directory.EnumerateDirectories(root))
        {
            TakeOver(left);
        }

        folder = Path.Combine(root, Guid.CreateVersion7().ToString());
        Directory.CreateDirectory(folder);
        locks.Add(Lock(folder));
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>How many requests found no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Sets a request aside; false if there is no room for it.</summary>
    public bool TryAdd(OtlpSignal signal, ReadOnlySpan<byte> body)
    {
        lock (gate)
        {
            if (bytes + body.Length > maxBytes)
            {
                Refused++;
                return false;
            }

            var path = Path.Combine(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"{next++:D12}.{signal}")
            );
            try
            {
                File.WriteAllBytes(path, body);
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                Refused++;
                return false;
            }

            entries.AddLast(new Spooled(path, signal, body.Length));
            bytes += body.Length;
            return true;
        }
    }

    /// <summary>The oldest request of the given signals; null if there is none.</summary>
    public Spooled? Oldest(Func<OtlpSignal, bool> of)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                if (of(entry.Signal))
                {
                    return entry;
                }
            }

            return null;
        }
    }

    /// <summary>Forgets a request that was delivered or can never be.</summary>
    public void Remove(Spooled entry)
    {
        lock (gate)
        {
            if (entries.Remove(entry))
            {
                bytes -= entry.Bytes;
                File.Delete(entry.Path);
            }
        }
    }

    /// <summary>Leaves what is still there to the next process.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var held in locks)
            {
                var home = Path.GetDirectoryName(held.Name)!;
                held.Dispose();
                if (Directory.GetFiles(home).Length == 1)
                {
                    Directory.Delete(home, recursive: true);
                }
            }

            locks.Clear();
            try
            {
                Directory.Delete(root);
            }
            catch (IOException)
            {
                // Other processes are at work in it, or something is left.
            }
        }
    }

    void TakeOver(string left)
    {
        try
        {
            // Whoever lives holds the lock; a folder can also vanish, being empty, while it is looked at.
            locks.Add(Lock(left));
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            return;
        }

        foreach (
            var file in new DirectoryInfo(left)
                .EnumerateFiles()
                .OrderBy(f => f.Name, StringComparer.Ordinal)
        )
        {
            if (Enum.TryParse<OtlpSignal>(file.Extension.TrimStart('.'), out var signal))
            {
                entries.AddLast(new Spooled(file.FullName, signal, file.Length));
                bytes += file.Length;
            }
        }
    }

    static FileStream Lock(string folder) =>
        new(
            Path.Combine(folder, LockName),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None
        );
}
