using Dashboard.Web.Delivery;
using Dashboard.Web.Runners;
using ModelContextProtocol;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>
/// Finds what an assistant names: by the id or name as an answer gave it, with or without its marks, or by the address of
/// its page; a session also by the beginning of its id.
/// </summary>
internal sealed class Named(ISessionReader reader, RunnerReading runners)
{
    /// <exception cref="McpException">No session matches, or more than one does.</exception>
    public async Task<SessionState> SessionAsync(string text, CancellationToken cancellationToken)
    {
        foreach (var id in Readings(text, "/sessions/"))
        {
            if (await reader.FindAsync(id, cancellationToken) is { } found)
            {
                return found;
            }
        }

        var start = Sent.Unmarked(text.Trim());
        var page =
            start.Length < 4
                ? Page<SessionState>.Empty
                : await reader.ListAsync(
                    new SessionQuery { Text = start, Limit = 10 },
                    cancellationToken
                );
        return
            page
                .Items.Where(session =>
                    session.Id.StartsWith(start, StringComparison.OrdinalIgnoreCase)
                )
                .ToArray()
                is [var only]
            ? only
            : throw new McpException(
                "There is no such session. list_sessions gives the ids of sessions."
            );
    }

    /// <exception cref="McpException">No runner matches.</exception>
    public async Task<(RunnerStatus Status, RunnerSessions Sessions)> RunnerAsync(
        string text,
        CancellationToken cancellationToken
    )
    {
        foreach (var name in Readings(text, "/runners/"))
        {
            if (await runners.FindAsync(name, cancellationToken) is { } found)
            {
                return found;
            }
        }

        throw new McpException("There is no such runner. list_runners gives the names of runners.");
    }

    private static IEnumerable<string> Readings(string text, string parent)
    {
        yield return text;
        var name = Sent.Unmarked(text.Trim());
        yield return name;
        yield return Uri.UnescapeDataString(name);
        if (SessionAddress.Read(name, parent) is { } inAddress)
        {
            yield return inAddress;
        }
    }
}
