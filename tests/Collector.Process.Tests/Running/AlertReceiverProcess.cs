using System.Globalization;

namespace ProcessTests.Running;

/// <summary>A receiver of webhooks as a process of its own: what it has taken outlives it.</summary>
internal sealed class AlertReceiverProcess : ServiceProcess
{
    private readonly string _file;

    private AlertReceiverProcess(string file, int port)
        : base(
            BuildPaths.AlertReceiver,
            endpoints: 1,
            [
                file,
                LogsWhereItListens,
                string.Create(CultureInfo.InvariantCulture, $"--urls=http://127.0.0.1:{port}"),
            ]
        ) => _file = file;

    public Uri Url { get; private set; } = null!;

    /// <summary>What it has taken, in order: the key, the runner, and what became of the incident.</summary>
    public IReadOnlyList<(string Key, string Runner, string Event)> Taken =>
        [
            .. Lines(_file)
                .Select(line => line.Split('\t'))
                .Select(line => (line[0], line[1], line[2])),
        ];

    /// <summary>How many messages it was sent again under a key that it knew.</summary>
    public int Repeated => Lines(_file + ".again").Length;

    /// <param name="file">Where it keeps what it has taken.</param>
    /// <param name="port">Where it listens; 0 for a free port.</param>
    public static async Task<AlertReceiverProcess> StartAsync(string file, int port = 0)
    {
        var receiver = new AlertReceiverProcess(file, port);
        receiver.Url = (await receiver.UntilListeningAsync())[0];
        return receiver;
    }

    /// <summary>Whole lines only: it may be writing.</summary>
    private static string[] Lines(string file)
    {
        using var stream = new FileStream(
            file,
            FileMode.OpenOrCreate,
            FileAccess.Read,
            FileShare.ReadWrite
        );
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')[..^1];
    }
}
