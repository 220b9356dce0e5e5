using Sessions;

namespace Alerts.Incidents;

/// <summary>
/// What has changed between the incidents that are open and what is the matter now: a pure function, so that the same
/// look twice says nothing twice.
/// </summary>
internal static class IncidentChanges
{
    /// <param name="open">The incidents that are open.</param>
    /// <param name="conditions">What is the matter now, each key at most once.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<IncidentChange> Of(
        IReadOnlyCollection<Incident> open,
        IReadOnlyCollection<Condition> conditions,
        DateTimeOffset now
    )
    {
        var known = open.ToDictionary(incident => incident.Key);
        var changes = new List<IncidentChange>();
        foreach (var condition in conditions)
        {
            if (!known.Remove(condition.Key, out var incident))
            {
                changes.Add(new IncidentChange(IncidentEvent.Opened, Opened(condition, now)));
            }
            else if (condition.Kind > incident.Kind && incident.Kind <= IncidentKind.Lost)
            {
                changes.Add(
                    new IncidentChange(
                        IncidentEvent.Escalated,
                        incident with
                        {
                            Kind = condition.Kind,
                            SessionId = condition.SessionId,
                            Sentence = condition.Sentence ?? "",
                        }
                    )
                );
            }
        }

        changes.AddRange(
            known.Values.Select(incident => new IncidentChange(
                IncidentEvent.Resolved,
                incident with
                {
                    ResolvedAt = now,
                }
            ))
        );
        return changes;
    }

    /// <summary>
    /// Sessions of a runner that ended badly since it was last looked at, and that a later one has made good: nobody
    /// was told of them. Several in a row are one.
    /// </summary>
    /// <param name="runner">The runner.</param>
    /// <param name="after">The newest start that was looked at; null at the first look, when nothing is told.</param>
    /// <param name="isKnown">Whether a session has an incident already.</param>
    /// <param name="now">UTC.</param>
    public static IEnumerable<IncidentChange> Passed(
        RunnerStatus runner,
        DateTimeOffset? after,
        Func<string, bool> isKnown,
        DateTimeOffset now
    )
    {
        var decided = runner.Outcomes.Where(outcome => outcome.IsGood || outcome.IsBad).ToArray();
        var newestGood = Array.FindIndex(decided, outcome => outcome.IsGood);
        for (
            var i = newestGood + 1;
            newestGood >= 0 && i < decided.Length && decided[i].Session.StartedAt > after;
            i++
        )
        {
            var isFirst = i == decided.Length - 1 || decided[i + 1].IsGood;
            if (decided[i].IsBad && isFirst && !isKnown(decided[i].Session.Id))
            {
                var session = decided[i].Session;
                yield return new IncidentChange(
                    IncidentEvent.Passed,
                    Opened(
                        new Condition(
                            $"session:{runner.Name}",
                            Condition.KindOf(decided[i].Kind),
                            runner.Name,
                            session.Id,
                            session.StartedAt + (session.Duration ?? TimeSpan.Zero),
                            null
                        ),
                        now
                    ) with
                    {
                        ResolvedAt = now,
                    }
                );
            }
        }
    }

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
