using System.Text.Json;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>A session for programs: its summary, and around it the verdict, phases and counts. Absent rather than null.</summary>
internal static class SessionJson
{
    /// <summary>Writes all that is known of one session.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="view">The session.</param>
    /// <param name="run">Its parameters and environment, where they are asked for.</param>
    public static void Write(Utf8JsonWriter writer, SessionView view, RunFacts? run = null)
    {
        writer.WriteStartObject();
        SummaryJson.WriteFields(writer, view.State, view.MaxDrawdown, view.Clock.Present);
        WriteIdentity(writer, view.State);
        WriteVerdict(writer, view.Verdict);
        writer.WriteBoolean(
            "needs_attention",
            Attention.MayBeNeeded(view.Verdict.Kind) && !view.IsOvercome
        );
        WriteLiveness(writer, view.State);
        WriteCounts(writer, view.State.Counts);
        WritePhases(writer, view);
        Raw(writer, "parameters", run?.Parameters);
        Raw(writer, "environment", run?.Environment);
        writer.WriteEndObject();
    }

    /// <summary>Writes a session as an item of a list.</summary>
    public static void WriteItem(
        Utf8JsonWriter writer,
        SessionState session,
        Verdict verdict,
        bool needsAttention,
        DateTimeOffset now
    )
    {
        writer.WriteStartObject();
        SummaryJson.WriteFields(
            writer,
            session,
            maxDrawdown: null,
            SessionClock.Of(session, verdict, now).Present
        );
        WriteIdentity(writer, session);
        WriteVerdict(writer, verdict);
        writer.WriteBoolean("needs_attention", needsAttention);
        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, SessionState session)
    {
        writer.WriteString("runner_name", session.RunnerName);
        if (session.Header?.DryRun is { } dryRun)
        {
            writer.WriteBoolean("dry_run", dryRun);
        }

        Text(writer, "currency", session.Header?.Currency);
        Text(writer, "trace_id", session.TraceId);
        Text(writer, "current_phase", session.CurrentPhase?.Name);
        WriteSchedule(writer, session.Header?.Schedule);
    }

    private static void WriteSchedule(Utf8JsonWriter writer, Schedule? schedule)
    {
        if (schedule is null)
        {
            return;
        }

        writer.WriteStartObject("schedule");
        Text(writer, "cron", schedule.Cron);
        Text(writer, "timezone", schedule.Timezone);
        Number(writer, "interval_secs", schedule.IntervalSeconds);
        Number(writer, "grace_secs", schedule.GraceSeconds);
        writer.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteString("verdict", WireName.Of(verdict.Kind));
        writer.WriteString("verdict_sentence", verdict.Sentence);
        Moment(writer, "verdict_since", verdict.Since);
    }

    private static void WriteLiveness(Utf8JsonWriter writer, SessionState session)
    {
        Moment(writer, "last_heartbeat", session.Liveness.LastBeatAt);
        Number(writer, "heartbeat_interval_secs", session.BeatIntervalSeconds);
    }

    private static void WriteCounts(Utf8JsonWriter writer, EventCounts counts)
    {
        writer.WriteStartObject("counts");
        writer.WriteNumber("events", counts.Events);
        writer.WriteNumber("heartbeats", counts.Beats);
        writer.WriteNumber("checkpoints", counts.Checkpoints);
        writer.WriteNumber("checkpoints_passed", counts.Passed);
        writer.WriteNumber("checkpoints_failed", counts.Failed);
        writer.WriteNumber("checkpoints_warned", counts.Warned);
        writer.WriteNumber("errors", counts.Errors);
        writer.WriteNumber("retries", counts.Retries);
        writer.WriteEndObject();
    }

    private static void WritePhases(Utf8JsonWriter writer, SessionView view)
    {
        writer.WriteStartArray("phases");
        foreach (var phase in view.State.NamedPhases)
        {
            writer.WriteStartObject();
            writer.WriteString("name", phase.Name);
            Number(writer, "index", phase.Index);
            var word = PhaseWord.Of(view.State, phase);
            if (word != PhaseWord.NotStarted)
            {
                writer.WriteString("status", word.Replace(' ', '_'));
            }

            writer.WriteNumber("runs", phase.RunCount);
            Moment(writer, "start", phase.StartedAt);
            Moment(writer, "end", phase.EndedAt);
            Number(writer, "elapsed_secs", phase.Elapsed(view.Clock.Present)?.TotalSeconds);
            Number(writer, "time_limit_secs", phase.TimeLimitSeconds);
            Number(writer, "usual_secs", view.Usual(phase.Name)?.MedianSeconds);
            Number(writer, "usual_p90_secs", view.Usual(phase.Name)?.P90Seconds);
            Number(writer, "progress", phase.Progress?.Value);
            Number(writer, "progress_total", phase.ProgressTotal?.Value);
            writer.WriteStartObject("totals");
            writer.WriteNumber("trades", phase.Totals.Trades);
            writer.WriteNumber("wins", phase.Totals.Wins);
            writer.WriteNumber("losses", phase.Totals.Losses);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Raw(Utf8JsonWriter writer, string name, string? json)
    {
        if (json is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }
    }

    private static void Moment(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            writer.WriteString(name, moment.UtcDateTime);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
    }
}
