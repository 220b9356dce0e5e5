using Sessions;

namespace Alerts.Incidents;

/// <summary>
/// What has changed between the incidents that are open and what is the matter now: pure functions, so that the same
/// look twice says nothing twice.
/// </summary>
internal static class IncidentChanges
{
    /// <param name="open">The incidents that are open.</param>
    /// <param name="conditions">What is the matter now, each key at most once.</param>
    /// <param name="undecided">Keys of which nothing can be said now: their incidents stay as they are.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<IncidentChange> Of(
        IReadOnlyCollection<Incident> open,
        IReadOnlyCollection<Condition> conditions,
        IReadOnlySet<string> undecided,
        DateTimeOffset now
    )
    {
        var known = open.ToDictionary(incident => incident.Key);
        var changes = new List<IncidentChange>();
        foreach (var condition in conditions)
        {
            if (!known.Remove(condition.Key, out var incident))
            {
                changes.Add(Change(IncidentEvent.Opened, Opened(condition, now), condition));
            }
            else if (condition.Kind > incident.Kind && incident.Kind <= IncidentKind.Lost)
            {
                changes.Add(
                    Change(
                        IncidentEvent.Escalated,
                        incident with
                        {
                            Kind = condition.Kind,
                            SessionId = condition.SessionId,
                            Sentence = condition.Sentence ?? "",
                        },
                        condition
                    )
                );
            }
        }

        changes.AddRange(
            known
                .Values.Where(incident => !undecided.Contains(incident.Key))
                .Select(incident => new IncidentChange(
                    IncidentEvent.Resolved,
                    incident with
                    {
                        ResolvedAt = now,
                    }
                )
                {
                    FactsOf = incident.SessionId,
                })
        );
        return changes;
    }

    /// <summary>
    /// Sessions that were bad since they were last looked at, and that a later one has made good: nobody was told of
    /// them. Several in a row are one.
    /// </summary>
    /// <param name="newestFirst">Sessions of one runner, as one respect sees them.</param>
    /// <param name="after">The newest start that was looked at; null at the first look, when nothing is told.</param>
    /// <param name="isKnown">Whether a session has an incident of a key already.</param>
    /// <param name="now">UTC.</param>
    public static IEnumerable<IncidentChange> Passed(
        IEnumerable<Judged> newestFirst,
        DateTimeOffset? after,
        Func<string, string, bool> isKnown,
        DateTimeOffset now
    )
    {
        var decided = newestFirst
            .Where(session => session.Judgement != Judgement.Undecided)
            .ToArray();
        var newestGood = Array.FindIndex(decided, session => session.Judgement == Judgement.Good);
        for (
            var i = newestGood + 1;
            newestGood >= 0 && i < decided.Length && decided[i].StartedAt > after;
            i++
        )
        {
            var isFirst = i == decided.Length - 1 || decided[i + 1].Judgement == Judgement.Good;
            if (
                decided[i].Trouble is { } trouble
                && isFirst
                && !isKnown(trouble.Key, decided[i].SessionId)
            )
            {
                yield return Over(trouble, now);
            }
        }
    }

    /// <summary>What was over when it was noticed.</summary>
    public static IncidentChange Over(Condition condition, DateTimeOffset now) =>
        Change(IncidentEvent.Passed, Opened(condition, now) with { ResolvedAt = now }, condition);

    private static IncidentChange Change(
        IncidentEvent what,
        Incident incident,
        Condition condition
    ) => new(what, incident) { FactsOf = condition.FactsOf, Limit = condition.Limit };

    private static Incident Opened(Condition condition, DateTimeOffset now) =>
        new(
            Guid.CreateVersion7(now).ToString("N"),
            condition.Key,
            condition.Kind,
            condition.Runner,
            condition.SessionId,
            condition.Since,
            now,
            null,
            condition.Sentence ?? ""
        );
}
