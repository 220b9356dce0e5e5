using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>A session in an answer. Durations are seconds, ROI is a percentage, times are UTC.</summary>
internal sealed record SessionItem
{
    public required Sent Session { get; init; }

    public required Sent Runner { get; init; }

    public required string Verdict { get; init; }

    /// <summary>What a person should know.</summary>
    public required Sent? Sentence { get; init; }

    public required string? Started { get; init; }

    public string? Ended { get; init; }

    public double? DurationSecs { get; init; }

    public Sent? Phase { get; init; }

    public double? CurrentEquity { get; init; }

    public double? Roi { get; init; }

    public Sent? Currency { get; init; }

    public required string Link { get; init; }

    public static SessionItem Of(
        SessionState session,
        Verdict verdict,
        DateTimeOffset now,
        Links links
    ) =>
        new()
        {
            Session = Sent.Name(session.Id),
            Runner = Sent.Name(session.RunnerName),
            Verdict = WireName.Of(verdict.Kind),
            Sentence = Sent.Of(verdict.Sentence),
            Started = Answer.Time(session.StartedAt),
            Ended = Answer.Time(session.EndedAt),
            DurationSecs = Answer.Seconds(
                session.Runtime(SessionClock.Of(session, verdict, now).Present)
            ),
            Phase = Sent.Of(session.CurrentPhase?.Name, 100),
            CurrentEquity = session.HasEquity ? Answer.Number(session.CurrentEquity) : null,
            Roi = session.HasCapital ? Answer.Number(session.Roi) : null,
            Currency = Sent.Of(session.HasMoney ? session.Header?.Currency : null, 20),
            Link = links.Session(session.Id),
        };
}

/// <summary>A page of sessions.</summary>
/// <param name="Sessions">In the order asked for.</param>
/// <param name="Next">Hand it back as <c>cursor</c> for the next page; absent on the last.</param>
internal sealed record SessionListAnswer(IReadOnlyList<SessionItem> Sessions, string? Next)
    : Answer;

/// <summary>An event in an answer.</summary>
internal sealed record EventItem
{
    public required string Time { get; init; }

    public required string Type { get; init; }

    public required string Level { get; init; }

    public Sent? Phase { get; init; }

    public string? Status { get; init; }

    public Sent? Message { get; init; }

    public Sent? Checkpoint { get; init; }

    public Sent? ErrorType { get; init; }

    /// <summary>Every other attribute, as JSON.</summary>
    public Sent? Details { get; init; }

    public static EventItem Of(SessionEvent e, bool withDetails = false) =>
        new()
        {
            Time = e.Timestamp.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            Type = WireName.Of(e.Type),
            Level = WireName.Of(e.Level),
            Phase = Sent.Of(e.Phase, 100),
            Status = e.Status is { } status ? WireName.Of(status) : null,
            Message = Sent.Of(e.Message, 500),
            Checkpoint = Sent.Of(e.Checkpoint, 100),
            ErrorType = Sent.Of(e.ErrorType, 100),
            Details = withDetails ? Sent.Of(e.Details, 1_500) : null,
        };
}

/// <summary>A page of events.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Events">Newest first.</param>
/// <param name="Next">Hand it back as <c>before</c> for older events; absent when there are none.</param>
/// <param name="Link">The session's page.</param>
internal sealed record EventListAnswer(
    Sent Session,
    IReadOnlyList<EventItem> Events,
    string? Next,
    string Link
) : Answer;
