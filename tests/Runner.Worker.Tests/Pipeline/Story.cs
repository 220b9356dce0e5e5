using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>A session's events in words, without the ones whose number depends on time and trades: beats, summaries and trades.</summary>
static class Story
{
    public static readonly string[] DataPhase =
    [
        "PhaseStart data_phase",
        "Checkpoint data_phase Pass schema_ok",
        "Checkpoint data_phase Pass order_ok",
        "Checkpoint data_phase Pass gaps_ok",
        "Checkpoint data_phase Pass values_ok",
        "PhaseEnd data_phase Success",
    ];

    public static readonly string[] StrategyPhase =
    [
        "PhaseStart strategy_phase",
        "Checkpoint strategy_phase Pass lint_ok",
        "Checkpoint strategy_phase judged walk_forward_ok",
        "Checkpoint strategy_phase Pass parameters_chosen",
        "PhaseEnd strategy_phase Success",
    ];

    /// <summary>The whole session, given what happens in its last phase.</summary>
    public static string[] With(params string[] last) =>
        [
            "RunnerStart",
            .. DataPhase,
            .. StrategyPhase,
            "PhaseStart api_phase",
            "Checkpoint api_phase Pass api_keys_present",
            .. last,
        ];

    public static IEnumerable<string> Of(IEnumerable<SessionEvent> events) =>
        events
            .Where(e =>
                e.Type is not (EventType.Heartbeat or EventType.SummaryUpdated or EventType.Trade)
            )
            .Select(Line);

    static string Line(SessionEvent e)
    {
        // How well the strategy did on its walk is a matter of the prices.
        var status = e.Checkpoint == "walk_forward_ok" ? "judged" : e.Status?.ToString();
        string?[] words = [e.Type.ToString(), e.Phase, status, e.Checkpoint, e.ErrorType];
        return string.Join(' ', words.Where(word => word is not null));
    }
}
