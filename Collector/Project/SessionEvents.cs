using Collector.Decode;
using Runner.Conventions;
using Sessions;

namespace Collector.Project;

/// <summary>
/// Makes each type of event from decoded attributes, the same whichever signal has them: that is what lets a log record and
/// the span that says the same become one event.
/// </summary>
internal static class SessionEvents
{
    private static readonly SessionHeader Nothing = new();

    public static SessionEvent RunnerStart(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        RunFacts? run,
        string? details
    ) =>
        New(EventType.RunnerStart, origin, time, details) with
        {
            Session = Header(decoded),
            Run = run,
        };

    public static SessionEvent RunnerEnd(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        EventStatus status,
        string? details
    ) =>
        New(EventType.RunnerEnd, origin, time, details) with
        {
            Session = Header(decoded),
            Status = status,
            Level = EventSeverity.Of(status),
            ErrorType = decoded.ErrorType,
            Figures = decoded.Figures,
        };

    public static SessionEvent PhaseStart(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        string? phase,
        string? details
    ) =>
        New(EventType.PhaseStart, origin, time, details) with
        {
            Phase = phase,
            PhaseRun = decoded.PhaseRun,
            PhaseInfo = Place(decoded),
        };

    public static SessionEvent PhaseEnd(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        string? phase,
        EventStatus status,
        string? details
    ) =>
        New(EventType.PhaseEnd, origin, time, details) with
        {
            Phase = phase,
            PhaseRun = decoded.PhaseRun,
            PhaseInfo = Place(decoded),
            Status = status,
            Level = EventSeverity.Of(status),
            ErrorType = decoded.ErrorType,
            Figures = decoded.Figures,
        };

    /// <param name="origin">Where it comes from.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="decoded">What its attributes say.</param>
    /// <param name="text">What to show when the checkpoint has no message of its own.</param>
    /// <param name="details">Its free attributes.</param>
    public static SessionEvent Checkpoint(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        string? text,
        string? details
    ) =>
        new()
        {
            SessionId = origin.SessionId,
            Type = EventType.Checkpoint,
            Timestamp = time,
            TraceId = origin.TraceId,
            SpanId = origin.SpanId,
            Details = details,
            Phase = decoded.PhaseName,
            PhaseRun = decoded.PhaseRun,
            Checkpoint = decoded.CheckpointName,
            Status = decoded.CheckpointStatus ?? EventStatus.Pass,
            Level = EventSeverity.Of(decoded.CheckpointStatus),
            Message = decoded.CheckpointMessage ?? text,
            ErrorType = decoded.ErrorType,
            Figures = decoded.Figures,
        };

    /// <summary>What is wrong with a checkpoint, if anything: its name is a part of what makes it this one.</summary>
    public static string? CheckpointProblem(in DecodedAttributes decoded) =>
        decoded.CheckpointName is null ? $"{AttributeNames.CheckpointName}: missing" : null;

    public static SessionEvent Summary(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        string? details
    ) =>
        New(EventType.SummaryUpdated, origin, time, details) with
        {
            Phase = decoded.PhaseName,
            PhaseRun = decoded.PhaseRun,
            Figures = decoded.Figures,
        };

    public static SessionEvent Error(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        string? details
    ) =>
        New(EventType.Error, origin, time, details) with
        {
            Phase = decoded.PhaseName,
            PhaseRun = decoded.PhaseRun,
            Level = EventLevel.Error,
            ErrorType = decoded.ErrorType ?? decoded.ExceptionType,
            Message = decoded.ExceptionMessage,
            Figures = decoded.Figures,
        };

    /// <summary>A closed trade.</summary>
    public static SessionEvent Trade(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        Trade? trade,
        string? details
    ) =>
        New(EventType.Trade, origin, time, details) with
        {
            Phase = decoded.PhaseName,
            PhaseRun = decoded.PhaseRun,
            Trade = trade,
            Figures = decoded.Figures,
        };

    /// <summary>A log record that is no event of the conventions.</summary>
    public static SessionEvent Log(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        string? details
    ) =>
        New(EventType.Log, origin, time, details) with
        {
            Phase = decoded.PhaseName,
            PhaseRun = decoded.PhaseRun,
            ErrorType = decoded.ErrorType ?? decoded.ExceptionType,
        };

    public static SessionEvent Autocorrect(
        EventOrigin origin,
        DateTimeOffset time,
        in DecodedAttributes decoded,
        string? details
    )
    {
        var result = decoded.RetryResult ?? EventStatus.Retrying;
        return New(EventType.AutocorrectAttempt, origin, time, details) with
        {
            Phase = decoded.PhaseName,
            PhaseRun = decoded.PhaseRun,
            Status = result,
            Level = result == EventStatus.Failed ? EventLevel.Error : EventLevel.Warning,
            ErrorType = decoded.ErrorType,
            Retry = new Retry(
                decoded.RetryAttempt,
                decoded.RetryMax,
                decoded.RetryDelay,
                decoded.RetryReason
            ),
            Figures = decoded.Figures,
        };
    }

    private static SessionEvent New(
        EventType type,
        EventOrigin origin,
        DateTimeOffset time,
        string? details
    ) =>
        new()
        {
            SessionId = origin.SessionId,
            Type = type,
            Timestamp = time,
            TraceId = origin.TraceId,
            SpanId = origin.SpanId,
            Details = details,
        };

    private static SessionHeader? Header(in DecodedAttributes decoded) =>
        new SessionHeader
        {
            RunnerName = decoded.RunnerName,
            ServiceName = decoded.RunnerName is null ? decoded.ServiceName : null,
            DryRun = decoded.DryRun,
            InitialCapital = decoded.InitialCapital,
            Currency = decoded.Currency,
            PhaseCount = decoded.PhaseCount,
            Schedule = decoded.Schedule,
        }
            is var header
        && header != Nothing
            ? header
            : null;

    private static PhaseHeader? Place(in DecodedAttributes decoded) =>
        (decoded.PhaseIndex, decoded.PhaseTimeLimit) is (null, null)
            ? null
            : new PhaseHeader(decoded.PhaseIndex, decoded.PhaseTimeLimit);
}
