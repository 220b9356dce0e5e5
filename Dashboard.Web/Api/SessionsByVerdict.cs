using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>
/// Sessions with their verdicts, by verdict if one is wanted. A verdict changes with time, so no store can index it:
/// an ended one is a status, a running one is looked for among the running sessions.
/// </summary>
internal static class SessionsByVerdict
{
    /// <summary>Sessions that are judged for one answer at most; its cursor goes on from there.</summary>
    private const int LookedThrough = 5_000;

    public static async Task<Page<(SessionState Session, Verdict Verdict)>> ReadAsync(
        ISessionReader reader,
        Verdicts verdicts,
        SessionQuery query,
        VerdictKind? wanted,
        CancellationToken cancellationToken
    )
    {
        var status = wanted is { } kind ? StatusOf(kind) : null;
        if (status is not null && query.Status is { } asked && asked != status)
        {
            return Page<(SessionState, Verdict)>.Empty;
        }

        var found = new List<(SessionState, Verdict)>();
        var left = query with { Status = status ?? query.Status };
        for (var looked = 0; looked < LookedThrough; )
        {
            var page = await reader.ListAsync(
                left with
                {
                    Limit = query.Limit - found.Count,
                },
                cancellationToken
            );
            foreach (var session in page.Items)
            {
                var verdict = await verdicts.OfAsync(session, cancellationToken);
                if (wanted is null || verdict.Kind == wanted)
                {
                    found.Add((session, verdict));
                }
            }

            looked += page.Items.Count;
            left = left with { Cursor = page.Next };
            if (page.Next is null || found.Count == query.Limit)
            {
                break;
            }
        }

        return new Page<(SessionState, Verdict)>(found, left.Cursor);
    }

    private static SessionStatus? StatusOf(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Success => SessionStatus.Success,
            VerdictKind.Failed => SessionStatus.Failed,
            VerdictKind.Error => SessionStatus.Error,
            VerdictKind.Timeout => SessionStatus.Timeout,
            VerdictKind.Cancelled => SessionStatus.Cancelled,
            _ => SessionStatus.Running,
        };
}
