namespace Sessions;

/// <summary>Groups <c>autocorrect_attempt</c> events into what they were attempts at.</summary>
public static class Retries
{
    /// <summary>
    /// The groups of a session in order of their first attempt. Attempts of one span (or phase) belong together until
    /// an outcome, or until the count begins anew. A group left without an outcome worked if the runner went on to
    /// another in the same span; otherwise it ended as its phase, or its session, did.
    /// </summary>
    /// <param name="session">The session, for what followed an attempt.</param>
    /// <param name="events">Its events in any order; those of other types do not count.</param>
    public static IReadOnlyList<RetryGroup> Of(
        SessionState session,
        IEnumerable<SessionEvent> events
    ) =>
        [
            .. events
                .Where(e => e.Type == EventType.AutocorrectAttempt)
                .GroupBy(e => e.SpanId ?? e.Phase ?? "")
                .SelectMany(scope =>
                    Split(session, scope.OrderBy(e => e.Timestamp).ThenBy(e => e.Id.Value))
                )
                .OrderBy(group => group.StartedAt),
        ];

    private static IEnumerable<RetryGroup> Split(
        SessionState session,
        IEnumerable<SessionEvent> scope
    )
    {
        List<RetryAttempt> attempts = [];
        string? phase = null;
        foreach (var e in scope)
        {
            var attempt = Read(e, attempts.Count == 0 ? 1 : attempts[^1].Number + 1);
            if (attempts.Count > 0 && Follows(attempt, attempts[^1]))
            {
                if (attempt.Number == attempts[^1].Number)
                {
                    attempts[^1] = Outcome(attempts[^1], attempt);
                    continue;
                }
            }
            else if (attempts.Count > 0)
            {
                var wentOn =
                    attempts[^1].Status == EventStatus.Retrying
                        ? EventStatus.Success
                        : attempts[^1].Status;
                yield return Group(phase, attempts, wentOn);
                attempts = [];
                attempt = Read(e, 1);
            }

            phase = e.Phase;
            attempts.Add(attempt);
        }

        if (attempts.Count > 0)
        {
            yield return Group(phase, attempts, LastOutcome(session, phase, attempts[^1]));
        }
    }

    private static RetryAttempt Read(SessionEvent e, int place) =>
        new(
            e.Id,
            e.Retry?.Attempt ?? place,
            e.Retry?.Max,
            e.Timestamp,
            e.Status ?? EventStatus.Retrying,
            e.Retry?.DelaySeconds is >= 0 and < 30 * 86400.0 and var seconds
                ? TimeSpan.FromSeconds(seconds)
                : null,
            e.Retry?.Reason
        );

    private static bool Follows(RetryAttempt attempt, RetryAttempt last) =>
        last.Status == EventStatus.Retrying
        && (
            attempt.Number > last.Number
            || (attempt.Number == last.Number && attempt.Status != EventStatus.Retrying)
        );

    private static RetryAttempt Outcome(RetryAttempt tried, RetryAttempt outcome) =>
        tried with
        {
            Status = outcome.Status,
            Max = outcome.Max ?? tried.Max,
            Reason = outcome.Reason ?? tried.Reason,
        };

    private static EventStatus LastOutcome(
        SessionState session,
        string? phaseName,
        RetryAttempt last
    )
    {
        if (last.Status != EventStatus.Retrying)
        {
            return last.Status;
        }

        var phase = session.NamedPhases.FirstOrDefault(p => p.Name == phaseName);
        if (phase?.EndedAt >= last.At)
        {
            return phase.Status is PhaseStatus.Success or PhaseStatus.Skipped
                ? EventStatus.Success
                : EventStatus.Failed;
        }

        return session.Status switch
        {
            SessionStatus.Running => EventStatus.Retrying,
            SessionStatus.Success => EventStatus.Success,
            _ => EventStatus.Failed,
        };
    }

    private static RetryGroup Group(
        string? phase,
        List<RetryAttempt> attempts,
        EventStatus outcome
    ) =>
        new()
        {
            Phase = phase,
            Attempts = attempts,
            Outcome = outcome,
        };
}
