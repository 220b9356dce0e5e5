using System.Globalization;

namespace Collector.Forward;

/// <summary>
/// A folder for requests that a target refuses for good, so that somebody can find out why. Bounded in bytes: beyond it
/// requests are only counted. The log says so once. Thread-safe.
/// </summary>
internal sealed partial class DeadLetters(
    string folder,
    long maxBytes,
    TimeProvider clock,
    ILogger log
)
{
    private readonly Lock _gate = new();
    private long? _bytes;
    private int _number;
    private bool _isSaid;

    /// <summary>Keeps a request, as the bytes of its protobuf message. Never fails.</summary>
    public void Keep(string target, Signal signal, ReadOnlySpan<byte> message, string reason)
    {
        lock (_gate)
        {
            if (!_isSaid)
            {
                _isSaid = true;
                SaysRefused(log, target, reason, folder);
            }

            try
            {
                _bytes ??= new DirectoryInfo(Directory.CreateDirectory(folder).FullName)
                    .EnumerateFiles("*.pb")
                    .Sum(file => file.Length);
                if (_bytes + message.Length > maxBytes)
                {
                    return;
                }

                var name = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{_number++}-{signal.ToString().ToLowerInvariant()}-{Plain(reason)}.pb"
                );
                File.WriteAllBytes(Path.Combine(folder, name), message);
                _bytes += message.Length;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                SaysNotKept(log, folder, problem.Message);
                _bytes = long.MaxValue / 2;
            }
        }
    }

    private static string Plain(string reason) =>
        string.Concat(reason.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    [LoggerMessage(
        LogLevel.Warning,
        "{Target} refuses a request for good ({Reason}); it is kept in {Folder}, as are later ones. Everything is stored here all the same."
    )]
    private static partial void SaysRefused(
        ILogger logger,
        string target,
        string reason,
        string folder
    );

    [LoggerMessage(LogLevel.Warning, "Requests cannot be kept in {Folder}: {Problem}")]
    private static partial void SaysNotKept(ILogger logger, string folder, string problem);
}
