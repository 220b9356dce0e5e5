using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>A runner for programs. Absent rather than null; the shapes are described beneath, for the OpenAPI document.</summary>
internal static class RunnerJson
{
    public static void Write(Utf8JsonWriter writer, RunnerStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("runner_name", status.Name);
        writer.WriteString("state", WireName.Of(status.State));
        writer.WriteString("sentence", status.Sentence);
        Moment(writer, "since", status.Since);
        writer.WriteBoolean("healthy", status.IsHealthy);
        writer.WriteString("latest_session_id", status.Latest.Id);
        writer.WriteString("latest_verdict", WireName.Of(status.LatestVerdict.Kind));
        writer.WriteString("last_start", status.LastStart.UtcDateTime);
        if (status.Current is { } current)
        {
            writer.WriteString("current_session_id", current.Id);
        }

        Moment(writer, "next_due", status.NextDue);
        if (status.IsRetired)
        {
            writer.WriteBoolean("retired", true);
        }

        WriteSchedule(writer, status);
        if (status.Usual is { } usual)
        {
            writer.WriteNumber("usual_secs", usual.MedianSeconds);
            writer.WriteNumber("usual_p90_secs", usual.P90Seconds);
        }

        if (status.SuccessRate is { } rate)
        {
            writer.WriteNumber("success_rate", rate * 100);
        }

        writer.WriteNumber("failures_in_a_row", status.FailuresInARow);
        WriteSessions(writer, status);
        writer.WriteEndObject();
    }

    private static void WriteSchedule(Utf8JsonWriter writer, RunnerStatus status)
    {
        if (status.ScheduleProblem is { } problem)
        {
            writer.WriteString("schedule_problem", problem);
        }

        if (status.Schedule is not { } schedule)
        {
            return;
        }

        writer.WriteStartObject("schedule");
        writer.WriteString("words", schedule.Words);
        writer.WriteBoolean("learned", schedule.IsLearned);
        writer.WriteString("timezone", schedule.Zone.Id);
        writer.WriteNumber("grace_secs", schedule.Grace.TotalSeconds);
        writer.WriteEndObject();
    }

    private static void WriteSessions(Utf8JsonWriter writer, RunnerStatus status)
    {
        writer.WriteStartArray("sessions");
        foreach (var (session, kind) in status.Outcomes)
        {
            writer.WriteStartObject();
            writer.WriteString("session_id", session.Id);
            writer.WriteString("session_start", session.StartedAt.UtcDateTime);
            writer.WriteString("verdict", WireName.Of(kind));
            if (session.Duration is { } duration)
            {
                writer.WriteNumber("runtime_secs", duration.TotalSeconds);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Moment(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            writer.WriteString(name, moment.UtcDateTime);
        }
    }
}

/// <summary>A page of runners.</summary>
internal sealed record RunnerListing(IReadOnlyList<RunnerItem> Items, string? Next = null);

/// <summary>A runner. Times are the collector's, rates are percentages, durations are seconds.</summary>
internal sealed record RunnerItem
{
    public required string RunnerName { get; init; }
    public required string State { get; init; }
    public required string Sentence { get; init; }

    /// <summary>Since when it is overdue or failing.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>False while it is overdue or failing, or its current session is not well.</summary>
    public required bool Healthy { get; init; }
    public required string LatestSessionId { get; init; }
    public required string LatestVerdict { get; init; }
    public required DateTimeOffset LastStart { get; init; }
    public string? CurrentSessionId { get; init; }

    /// <summary>In the past for an overdue runner.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Present when it has had no session for so long that none is expected.</summary>
    public bool? Retired { get; init; }
    public string? ScheduleProblem { get; init; }
    public RunnerScheduleItem? Schedule { get; init; }
    public double? UsualSecs { get; init; }
    public double? UsualP90Secs { get; init; }

    /// <summary>Of its newest sessions that ended in success or badly, or are lost.</summary>
    public double? SuccessRate { get; init; }
    public required int FailuresInARow { get; init; }

    /// <summary>Its newest sessions, newest first, at most 50.</summary>
    public required IReadOnlyList<RunnerSessionItem> Sessions { get; init; }
}

/// <summary>When a runner's sessions are due, as it states it or as its sessions show.</summary>
internal sealed record RunnerScheduleItem(
    string Words,
    bool Learned,
    string Timezone,
    double GraceSecs
);

/// <summary>A session of a runner.</summary>
internal sealed record RunnerSessionItem(
    string SessionId,
    DateTimeOffset SessionStart,
    string Verdict,
    double? RuntimeSecs = null
);
