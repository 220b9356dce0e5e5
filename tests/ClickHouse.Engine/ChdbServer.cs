using System.Diagnostics;
using System.Globalization;

namespace ClickHouse.Engine;

/// <summary>
/// ClickHouse's engine for tests: <c>chdb</c> behind a small HTTP front, in a process and a folder of its own, on a
/// free port. It ends with whoever started it.
/// </summary>
public sealed class ChdbServer : IEngine
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private bool _disposed;

    private ChdbServer(Process process, string folder, bool ownsFolder, int port)
    {
        _process = process;
        _folder = folder;
        _ownsFolder = ownsFolder;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString(string database) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={Port};Database={database};Compress=false"
        );

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where its data is; a new one, removed in the end, when it is null.</param>
    /// <param name="port">Its port; 0 for a free one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EngineMissingException">Node or the package cannot be had here; the message says why.</exception>
    public static async Task<ChdbServer> StartAsync(
        string? folder = null,
        int port = 0,
        CancellationToken cancellationToken = default
    )
    {
        var front = await ChdbPackage.EnsureAsync(cancellationToken);
        var data = folder ?? Directory.CreateTempSubdirectory("chdb-").FullName;
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = front,
            ArgumentList = { "front.mjs", data, port.ToString(CultureInfo.InvariantCulture) },
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        if (!int.TryParse(line, CultureInfo.InvariantCulture, out var listening))
        {
            process.Kill();
            throw new EngineMissingException($"chdb did not start: {line ?? "no output"}");
        }

        return new ChdbServer(process, data, folder is null, listening);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
