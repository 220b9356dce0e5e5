using Alerts.Configuration;
using Alerts.Incidents;
using Alerts.Outbox;
using Alerts.Watch;
using Sessions;

namespace Alerts.Commands;

/// <summary>
/// <c>explain &lt;session&gt;</c>: what is the matter with a session's runner, which rules match and which channels are
/// told, when, and what was told already.
/// </summary>
internal sealed class ExplainCommand(IServiceProvider services, TextWriter console)
{
    private readonly RunnersNow _runners = services.GetRequiredService<RunnersNow>();
    private readonly Rules _rules = services.GetRequiredService<Rules>();
    private readonly OutboxFile _outbox = services.GetRequiredService<OutboxFile>();

    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(
        string session,
        IServiceProvider services,
        TextWriter console
    ) => new ExplainCommand(services, console).RunAsync(session);

    internal static string Silence(Incident incident) =>
        incident.Silence switch
        {
            IncidentSilence.Flapping => " (not told: it comes and goes)",
            IncidentSilence.Old => " (not told: it was old when the alerter first looked)",
            _ => "",
        };

    private async Task<int> RunAsync(string id)
    {
        var reader = services.GetRequiredService<ISessionReader>();
        await _runners.ReadClockAsync(CancellationToken.None);
        if (await reader.FindAsync(id, CancellationToken.None) is not { } session)
        {
            console.WriteLine($"There is no session {id}.");
            return 1;
        }

        var verdict = Verdict.Of(session, _runners.Context(RunnerHistory.Empty));
        console.WriteLine(
            $"{session.RunnerName} {id}: {WireName.Of(verdict.Kind)}. {verdict.Sentence}"
        );
        foreach (
            var clock in _rules.Clocks.Where(clock =>
                (clock.QuietHours ?? clock.Digest) is not null
            )
        )
        {
            console.WriteLine(Times(clock));
        }

        var conditions = await ConditionsAsync(session);
        foreach (var condition in conditions)
        {
            await ExplainAsync(condition);
        }

        if (conditions.All(condition => condition.SessionId != id))
        {
            console.WriteLine(
                conditions.Count == 0
                    ? "Its runner is well: nobody is told."
                    : "This session is not the reason; a later one, or a missed start, is."
            );
        }

        return 0;
    }

    private async Task<List<Condition>> ConditionsAsync(SessionState session)
    {
        var runner = session.RunnerName;
        var status = await _runners.FindAsync(runner, CancellationToken.None);
        var conditions = status is null ? [] : Condition.Of(status).ToList();
        var judge = services.GetRequiredService<SessionJudge>();
        foreach (
            var (_, sessions) in await judge.JudgeAsync(
                runner,
                session.StartedAt,
                CancellationToken.None
            )
        )
        {
            var decided = sessions.FirstOrDefault(one => one.Judgement != Judgement.Undecided);
            conditions.AddRange(decided?.Trouble is { } trouble ? [trouble] : []);
        }

        if (session.Status == SessionStatus.Success && _rules.Want(IncidentKind.Finished, runner))
        {
            conditions.Add(
                new Condition(
                    Condition.FinishedKey(runner),
                    IncidentKind.Finished,
                    runner,
                    session.Id,
                    session.EndedAt ?? _runners.Now,
                    null
                )
            );
        }

        return conditions;
    }

    private async Task ExplainAsync(Condition condition)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        console.WriteLine(
            $"{WireName.Of(condition.Kind)}{(condition.SessionId is { } of ? $" of session {of}" : "")}:"
        );
        var matter = await services
            .GetRequiredService<MatterReader>()
            .WithFactsAsync(
                new Matter(condition.Kind, condition.Runner, _runners.Now - condition.Since)
                {
                    Limit = condition.Limit,
                },
                condition.FactsOf,
                CancellationToken.None
            );
        var lines = _rules.Explain(matter, now).ToList();
        if (lines.Count == 0)
        {
            lines.Add(
                Rule.UsualKinds.Contains(condition.Kind)
                    ? "no rule matches; nobody is told"
                    : $"no rule names {WireName.Of(condition.Kind)} for it; nobody is told"
            );
        }

        if (_outbox.Open().FirstOrDefault(one => one.Key == condition.Key) is { } incident)
        {
            var told = _outbox.ChannelsOf(incident.Id);
            lines.Add(
                $"open since {incident.OpenedAt.UtcDateTime:u}, told {(told.Count == 0 ? "nobody" : string.Join(", ", told))}{Silence(incident)}"
            );
        }

        foreach (var line in lines)
        {
            console.WriteLine($"  {line}");
        }
    }

    private string Times(ChannelClock clock)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var quiet = clock.QuietHours is { } hours
            ? $" quiet {hours}{(clock.IsQuiet(now) ? ", now" : "")};"
            : "";
        var digest = clock.Digest is { } cron ? $" report at {cron};" : "";
        return $"{clock.Name}:{quiet}{digest} times in {clock.Zone.Id}";
    }
}
