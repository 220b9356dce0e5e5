using System.Globalization;
using Microsoft.Extensions.Logging;
using Runner.Conventions;

namespace Runner.Telemetry.Lifecycle;

/// <summary>How a phase ended, and why if not well.</summary>
/// <param name="IsCut">Told to stop before its end, which is nobody's fault.</param>
sealed record PhaseOutcome(
    PhaseStatus Status,
    string? Reason,
    string? ErrorType,
    bool IsCut = false
)
{
    /// <summary>Of a run that nobody is told of: it began after the end of its session, or was abandoned.</summary>
    public static PhaseOutcome NotTold { get; } = new(PhaseStatus.Skipped, null, null);

    public LogLevel Level =>
        Status switch
        {
            PhaseStatus.Success => LogLevel.Information,
            PhaseStatus.Skipped => LogLevel.Warning,
            _ when IsCut => LogLevel.Warning,
            _ => LogLevel.Error,
        };

    /// <summary>Whether the span of it has the status Error.</summary>
    public bool IsBad => Level == LogLevel.Error;

    public KeyValuePair<string, object?>[] Attributes =>
        Outcomes.Attributes(AttributeNames.PhaseStatus, StatusNames.Of(Status), ErrorType);

    public string Describe(string name, TimeSpan took) =>
        Outcomes.Describe(name, StatusNames.Of(Status), took, Reason);
}

/// <summary>How a session ended, and why if not well.</summary>
sealed record SessionOutcome(SessionStatus Status, string? Reason, string? ErrorType)
{
    public LogLevel Level =>
        Status switch
        {
            SessionStatus.Success => LogLevel.Information,
            SessionStatus.Cancelled => LogLevel.Warning,
            _ => LogLevel.Error,
        };

    /// <summary>Whether the span of it has the status Error.</summary>
    public bool IsBad => Level == LogLevel.Error;

    public KeyValuePair<string, object?>[] Attributes =>
        Outcomes.Attributes(AttributeNames.SessionStatus, StatusNames.Of(Status), ErrorType);

    /// <summary>The session's outcome: what was decided, unless a phase tells of worse than a decided success.</summary>
    /// <param name="decided">null when the session was left without a word.</param>
    public static SessionOutcome Of(SessionOutcome? decided, IEnumerable<PhaseOutcome> phases)
    {
        if (decided is { Status: not SessionStatus.Success })
        {
            return decided;
        }

        var worst = phases.OrderBy(p => Rank(p.Status)).FirstOrDefault();
        return worst?.Status switch
        {
            PhaseStatus.Error => new(SessionStatus.Error, worst.Reason, worst.ErrorType),
            PhaseStatus.Timeout => new(SessionStatus.Timeout, worst.Reason, worst.ErrorType),
            PhaseStatus.Failed => new(SessionStatus.Failed, worst.Reason, worst.ErrorType),
            _ => decided
                ?? new(SessionStatus.Error, "left without being completed", Outcomes.OtherError),
        };
    }

    public string Describe(TimeSpan took) =>
        Outcomes.Describe("Session", StatusNames.Of(Status), took, Reason);

    static int Rank(PhaseStatus status) =>
        status switch
        {
            PhaseStatus.Error => 0,
            PhaseStatus.Timeout => 1,
            PhaseStatus.Failed => 2,
            _ => 3,
        };
}

/// <summary>What the outcomes of phases and sessions have in common.</summary>
static class Outcomes
{
    /// <summary><c>error.type</c> where no exception says what it was.</summary>
    public const string OtherError = "_OTHER";

    /// <summary><c>error.type</c> of a time limit that passed.</summary>
    public const string TimeoutError = "timeout";

    public static KeyValuePair<string, object?>[] Attributes(
        string key,
        string status,
        string? errorType
    ) =>
        errorType is null
            ? [new(key, status)]
            : [new(key, status), new(AttributeNames.ErrorType, errorType)];

    public static string Describe(string name, string status, TimeSpan took, string? reason)
    {
        var seconds = took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return reason is null
            ? $"{name}: {status} after {seconds} s"
            : $"{name}: {status} after {seconds} s: {reason}";
    }
}
