using System.Globalization;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>A request that waits on disk.</summary>
/// <param name="Bytes">Size of its body.</param>
readonly record struct Spooled(string Path, OtlpSignal Signal, long Bytes);

/// <summary>Requests that could not be delivered, oldest first, each a file in a folder of this process. What an earlier
/// process of the same runner left behind is taken over. Bounded; thread safe. Disk faults are counted, not thrown.</summary>
sealed class Spool : IDisposable
{
    const string LockName = "lock";

    readonly LinkedList<Spooled> _entries = new();
    readonly Dictionary<string, FileStream> _locks = [];
    readonly Lock _gate = new();
    readonly string _root;
    readonly string _folder;
    readonly long _maxBytes;
    long _bytes;
    long _next;

    /// <param name="root">Shared by all processes of one runner that send to one receiver.</param>
    /// <param name="maxBytes">Bound of all files together.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public Spool(string root, long maxBytes)
    {
        _root = root;
        _maxBytes = maxBytes;
        Directory.CreateDirectory(root);
        var dead = Path.Combine(root, DeadLetters.FolderName);
        Refused = new DeadLetters(dead);
        foreach (var left in Directory.EnumerateDirectories(root).Where(left => left != dead))
        {
            TakeOver(left);
        }

        _folder = Path.Combine(root, TimeOrderedId.New());
        Open();
    }

    public string Root => _root;

    /// <summary>Where requests go that are not to be sent again.</summary>
    public DeadLetters Refused { get; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Puts a request on disk.</summary>
    /// <returns>What was in the way; null if it is kept.</returns>
    public string? Add(OtlpSignal signal, byte[] body)
    {
        lock (_gate)
        {
            if (_bytes + body.Length > _maxBytes)
            {
                return $"{_maxBytes} bytes wait already";
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{_next++:D12}.{signal}");
            var path = Path.Combine(_folder, name);
            try
            {
                Write(path, body);
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                return full.Message;
            }

            _entries.AddLast(new Spooled(path, signal, body.Length));
            _bytes += body.Length;
            return null;
        }
    }

    /// <summary>The oldest request that meets the condition; null if there is none.</summary>
    public Spooled? Oldest(Func<Spooled, bool> condition)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (condition(entry))
                {
                    return entry;
                }
            }

            return null;
        }
    }

    /// <summary>The body of a request; null if its file is gone or cannot be read.</summary>
    public static byte[]? Read(Spooled entry)
    {
        try
        {
            return File.ReadAllBytes(entry.Path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Forgets a request that was delivered or can never be.</summary>
    public void Remove(Spooled entry)
    {
        lock (_gate)
        {
            if (_entries.Remove(entry))
            {
                _bytes -= entry.Bytes;
                Try(() => File.Delete(entry.Path));
            }
        }
    }

    /// <summary>Leaves what still waits to the next process.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (folder, held) in _locks)
            {
                held.Dispose();
                Try(() =>
                {
                    if (Directory.GetFiles(folder).Length == 1)
                    {
                        Directory.Delete(folder, recursive: true);
                    }
                });
            }

            _locks.Clear();
            // Fails when other processes are at work in it, or something is left.
            Try(() => Directory.Delete(_root));
        }
    }

    static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { }
    }

    void Write(string path, byte[] body)
    {
        // Under its name once it is whole: the next process may find what a killed one was writing.
        var unfinished = path + ".part";
        try
        {
            try
            {
                File.WriteAllBytes(unfinished, body);
            }
            catch (DirectoryNotFoundException)
            {
                // Somebody cleared the folder while the runner was at work.
                Open();
                File.WriteAllBytes(unfinished, body);
            }

            File.Move(unfinished, path);
        }
        catch
        {
            Try(() => File.Delete(unfinished));
            throw;
        }
    }

    void Open()
    {
        Directory.CreateDirectory(_folder);
        Lock(_folder);
    }

    void TakeOver(string left)
    {
        try
        {
            // Whoever lives holds the lock; a folder can also vanish, being empty, while it is looked at.
            Lock(left);
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
                _entries.AddLast(new Spooled(file.FullName, signal, file.Length));
                _bytes += file.Length;
            }
        }
    }

    void Lock(string folder)
    {
        var held = new FileStream(
            Path.Combine(folder, LockName),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None
        );
        if (_locks.Remove(folder, out var earlier))
        {
            earlier.Dispose();
        }

        _locks[folder] = held;
    }
}
