using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;

namespace Dashboard.Web.Login;

/// <summary>
/// Logins that somebody logged out of: a copy of their cookie is refused for as long as it would have been valid, also
/// after a restart. They are kept in a file, one line each: the login's id and when its cookie ends. Bounded. Where the
/// file cannot be written, a warning says so and a logout holds until the dashboard restarts.
/// </summary>
internal sealed class EndedLogins : IDisposable
{
    private const int Limit = 10_000;
    private const string FileName = "ended-logins";
    private const long MaxUnixSeconds = 100_000_000_000;

    private readonly MemoryCache _ended = new(new MemoryCacheOptions { SizeLimit = Limit });
    private readonly TimeProvider _time;
    private readonly ILogger<EndedLogins> _log;
    private readonly string _file;
    private readonly Lock _gate = new();

    public EndedLogins(IConfiguration configuration, TimeProvider time, ILogger<EndedLogins> log)
    {
        (_time, _log) = (time, log);
        _file = Path.Combine(
            configuration["Dashboard:StateFolder"] is { Length: > 0 } stated
                ? stated
                : UserFolder(),
            FileName
        );
        Read();
    }

    public void Add(ClaimsPrincipal login, TimeSpan heldFor)
    {
        if (login.FindFirstValue(LoginPrincipal.LoginId) is not { } id)
        {
            return;
        }

        var until = _time.GetUtcNow() + heldFor;
        Keep(id, until);
        lock (_gate)
        {
            Try(() =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
                File.AppendAllLines(_file, [Line(id, until)]);
            });
        }
    }

    public bool Contains(ClaimsPrincipal? login) =>
        login?.FindFirstValue(LoginPrincipal.LoginId) is { } id && _ended.TryGetValue(id, out _);

    public void Dispose() => _ended.Dispose();

    /// <summary>Takes the newest of those whose cookies are still valid, and leaves no others in the file.</summary>
    private void Read() =>
        Try(() =>
        {
            if (!File.Exists(_file))
            {
                return;
            }

            var valid = File.ReadLines(_file)
                .Select(Parsed)
                .Where(login => login.Until > _time.GetUtcNow())
                .TakeLast(Limit)
                .ToArray();
            foreach (var (id, until) in valid)
            {
                Keep(id, until);
            }

            var next = _file + ".new";
            File.WriteAllLines(next, valid.Select(login => Line(login.Id, login.Until)));
            File.Move(next, _file, overwrite: true);
        });

    private void Keep(string id, DateTimeOffset until) =>
        _ended.Set(
            id,
            true,
            new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow = until - _time.GetUtcNow(),
            }
        );

    private void Try(Action use)
    {
        try
        {
            use();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning(
                "Logouts cannot be kept in {File} ({Reason}); they hold until the dashboard restarts. "
                    + "Set Dashboard:StateFolder to a folder that can be written",
                _file,
                refused.Message
            );
        }
    }

    private static string Line(string id, DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"{id} {until.ToUnixTimeSeconds()}");

    /// <summary>A line that was cut short is of no login.</summary>
    private static (string Id, DateTimeOffset Until) Parsed(string line) =>
        line.Split(' ') is [{ Length: > 0 } id, var text]
        && long.TryParse(text, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < MaxUnixSeconds
            ? (id, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : ("", DateTimeOffset.MinValue);

    private static string UserFolder() =>
        Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            )
                is { Length: > 0 } local
                ? local
                // A service account without a home.
                : AppContext.BaseDirectory,
            "live-sessions"
        );
}
