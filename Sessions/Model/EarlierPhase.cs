namespace Sessions;

/// <summary>The phases of a state that was stored before phases had runs.</summary>
internal sealed record EarlierPhases(IReadOnlyList<EarlierPhase> Phases);

/// <summary>A phase of a single run, as earlier versions stored it.</summary>
internal sealed record EarlierPhase
{
    public string Name { get; init; } = "";

    public int? Index { get; init; }

    public double? TimeLimitSeconds { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Phases have had none of their own since.</summary>
    public PhaseStatus? Status { get; init; }

    public string? SpanId { get; init; }

    public Latest<long>? Progress { get; init; }

    public Latest<long>? Trades { get; init; }

    public Latest<long>? Wins { get; init; }

    public Latest<long>? Losses { get; init; }

    /// <summary>The phase with what is known as its one run.</summary>
    public PhaseState ToPhase()
    {
        var phase = new PhaseState
        {
            Name = Name,
            Index = Index,
            Progress = Progress,
        };
        var counts = new RunCounts(Trades?.Value, Wins?.Value, Losses?.Value);
        if (StartedAt is null && EndedAt is null)
        {
            phase.Loose = counts;
            return phase;
        }

        phase.Stated.Add(
            new PhaseRun
            {
                SpanId = SpanId,
                Index = Index,
                TimeLimitSeconds = TimeLimitSeconds,
                StartedAt = StartedAt,
                EndedAt = EndedAt,
                Status = Status ?? PhaseStatus.Running,
                Counts = counts,
            }
        );
        return phase;
    }
}
