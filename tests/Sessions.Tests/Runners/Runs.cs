using System.Globalization;

namespace Sessions.Tests.Runners;

/// <summary>The sessions of one runner, short to write down; each arrives as it happens.</summary>
public sealed class Runs(string name = "nightly-backup")
{
    private readonly List<SessionState> _sessions = [];

    /// <summary>What every session states.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>How far the runner's clock is ahead of the collector's.</summary>
    public TimeSpan Skew { get; init; }

    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The wall clock of a zone as a moment.</summary>
    public static DateTimeOffset In(string zone, string text)
    {
        var local = DateTime.Parse(text, CultureInfo.InvariantCulture);
        var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return new DateTimeOffset(local, rules.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <param name="at">The start, by the collector's clock.</param>
    /// <param name="minutes">How long it takes; null for one that does not end.</param>
    /// <param name="status">How it ends.</param>
    /// <param name="message">The reason that its end states.</param>
    public Runs Run(
        DateTimeOffset at,
        double? minutes = 5,
        EventStatus status = EventStatus.Success,
        string? message = null
    )
    {
        var session = new SessionState { Id = $"s{_sessions.Count}" };
        Apply(
            session,
            EventType.RunnerStart,
            at,
            e =>
                e with
                {
                    Session = new SessionHeader { RunnerName = name, Schedule = Schedule },
                }
        );
        if (minutes is { } took)
        {
            Apply(
                session,
                EventType.RunnerEnd,
                at.AddMinutes(took),
                e => e with { Status = status, Message = message }
            );
        }

        _sessions.Add(session);
        return this;
    }

    public Runs Run(IEnumerable<DateTimeOffset> starts, double? minutes = 5)
    {
        foreach (var start in starts)
        {
            Run(start, minutes);
        }

        return this;
    }

    public RunnerStatus At(DateTimeOffset now, params IReadOnlyList<HearingPeriod> hearing) =>
        RunnerStatus.Of(
            RunnerSessions.Of(name, _sessions.OrderByDescending(session => session.StartedAt))!,
            new VerdictContext { Now = now, Hearing = hearing }
        );

    private void Apply(
        SessionState session,
        EventType type,
        DateTimeOffset at,
        Func<SessionEvent, SessionEvent> with
    ) =>
        session.Apply(
            with(
                new SessionEvent
                {
                    SessionId = session.Id,
                    Type = type,
                    Timestamp = at + Skew,
                }
            ),
            null,
            at
        );
}
