using Collector.Decode;
using Runner.Conventions;
using Sessions;

namespace Collector.Project;

/// <summary>
/// Makes each type of event from what was said, the same whichever signal said it: that is what lets a log record and
/// the span that says the same become one event.
/// </summary>
internal static class SessionEvents
{
    private static readonly SessionHeader Nothing = new();

    public static SessionEvent RunnerStart(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        RunFacts? run,
        string? details
    ) =>
        New(EventType.RunnerStart, origin, time, details) with
        {
            Session = Header(said),
            Run = run,
        };

    public static SessionEvent RunnerEnd(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        EventStatus status,
        string? details
    ) =>
        New(EventType.RunnerEnd, origin, time, details) with
        {
            Session = Header(said),
            Status = status,
            Level = Loudness.Of(status),
            ErrorType = said.ErrorType,
            Figures = said.Figures,
        };

    public static SessionEvent PhaseStart(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        string? phase,
        string? details
    ) =>
        New(EventType.PhaseStart, origin, time, details) with
        {
            Phase = phase,
            PhaseRun = said.PhaseRun,
            PhaseInfo = Place(said),
        };

    public static SessionEvent PhaseEnd(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        string? phase,
        EventStatus status,
        string? details
    ) =>
        New(EventType.PhaseEnd, origin, time, details) with
        {
            Phase = phase,
            PhaseRun = said.PhaseRun,
            PhaseInfo = Place(said),
            Status = status,
            Level = Loudness.Of(status),
            ErrorType = said.ErrorType,
            Figures = said.Figures,
        };

    /// <param name="origin">Where it comes from.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="said">Its facts.</param>
    /// <param name="text">What to show when the checkpoint has no message of its own.</param>
    /// <param name="details">Its free attributes.</param>
    public static SessionEvent Checkpoint(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
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
            Phase = said.PhaseName,
            PhaseRun = said.PhaseRun,
            Checkpoint = said.CheckpointName,
            Status = said.CheckpointStatus ?? EventStatus.Pass,
            Level = Loudness.Of(said.CheckpointStatus),
            Message = said.CheckpointMessage ?? text,
            ErrorType = said.ErrorType,
            Figures = said.Figures,
        };

    /// <summary>What is wrong with a checkpoint, if anything: its name is a part of what makes it this one.</summary>
    public static string? CheckpointProblem(in Facts said) =>
        said.CheckpointName is null ? $"{AttributeNames.CheckpointName}: missing" : null;

    public static SessionEvent Summary(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        string? details
    ) =>
        New(EventType.SummaryUpdated, origin, time, details) with
        {
            Phase = said.PhaseName,
            PhaseRun = said.PhaseRun,
            Figures = said.Figures,
        };

    public static SessionEvent Error(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        string? details
    ) =>
        New(EventType.Error, origin, time, details) with
        {
            Phase = said.PhaseName,
            PhaseRun = said.PhaseRun,
            Level = EventLevel.Error,
            ErrorType = said.ErrorType ?? said.ExceptionType,
            Message = said.ExceptionMessage,
            Figures = said.Figures,
        };

    /// <summary>A closed trade.</summary>
    public static SessionEvent Trade(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        Trade? trade,
        string? details
    ) =>
        New(EventType.Trade, origin, time, details) with
        {
            Phase = said.PhaseName,
            PhaseRun = said.PhaseRun,
            Trade = trade,
            Figures = said.Figures,
        };

    /// <summary>A log record that is no event of the conventions.</summary>
    public static SessionEvent Log(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        string? details
    ) =>
        New(EventType.Log, origin, time, details) with
        {
            Phase = said.PhaseName,
            PhaseRun = said.PhaseRun,
            ErrorType = said.ErrorType ?? said.ExceptionType,
        };

    public static SessionEvent Autocorrect(
        EventOrigin origin,
        DateTimeOffset time,
        in Facts said,
        string? details
    )
    {
        var result = said.RetryResult ?? EventStatus.Retrying;
        return New(EventType.AutocorrectAttempt, origin, time, details) with
        {
            Phase = said.PhaseName,
            PhaseRun = said.PhaseRun,
            Status = result,
            Level = result == EventStatus.Failed ? EventLevel.Error : EventLevel.Warning,
            ErrorType = said.ErrorType,
            Retry = new Retry(said.RetryAttempt, said.RetryMax, said.RetryDelay, said.RetryReason),
            Figures = said.Figures,
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

    private static SessionHeader? Header(in Facts said) =>
        new SessionHeader
        {
            RunnerName = said.RunnerName,
            ServiceName = said.RunnerName is null ? said.ServiceName : null,
            DryRun = said.DryRun,
            InitialCapital = said.InitialCapital,
            Currency = said.Currency,
            PhaseCount = said.PhaseCount,
            Schedule = said.Schedule,
        }
            is var header
        && header != Nothing
            ? header
            : null;

    private static PhaseHeader? Place(in Facts said) =>
        (said.PhaseIndex, said.PhaseTimeLimit) is (null, null)
            ? null
            : new PhaseHeader(said.PhaseIndex, said.PhaseTimeLimit);
}
