using System.Text.Json;

namespace Sessions;

/// <summary>The summary schema: one JSON object per session, snake_case, absent rather than null.</summary>
public static partial class SummaryJson
{
    /// <summary>Writes a session's summary as it stands.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="session">The session.</param>
    /// <param name="maxDrawdown">In percent, where known.</param>
    /// <param name="now">The present by the runner's clock: a running session's runtime ends here.</param>
    public static void Write(
        Utf8JsonWriter writer,
        SessionState session,
        double? maxDrawdown,
        DateTimeOffset now
    )
    {
        writer.WriteStartObject();
        WriteFields(writer, session, maxDrawdown, now);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of a summary into an object that the caller has started.</summary>
    public static void WriteFields(
        Utf8JsonWriter writer,
        SessionState session,
        double? maxDrawdown,
        DateTimeOffset now
    )
    {
        writer.WriteString("session_id", session.Id);
        writer.WriteString("session_start", session.StartedAt.UtcDateTime);
        if (session.EndedAt is { } end)
        {
            writer.WriteString("session_end", end.UtcDateTime);
        }

        writer.WriteString("status", WireName.Of(session.Status));
        writer.WriteNumber("phases_completed", session.PhasesCompleted);
        writer.WriteNumber("phases_total", session.PhasesTotal);
        if (session.HasCapital)
        {
            Number(writer, "initial_capital", session.InitialCapital);
        }

        if (session.HasEquity)
        {
            Number(writer, "current_equity", session.CurrentEquity);
        }

        var totals = session.Totals;
        writer.WriteStartObject("totals");
        writer.WriteNumber("trades", totals.Trades);
        writer.WriteNumber("wins", totals.Wins);
        writer.WriteNumber("losses", totals.Losses);
        writer.WriteEndObject();
        if (session.HasCapital)
        {
            Number(writer, "roi", session.Roi);
        }

        if (maxDrawdown is { } drawdown)
        {
            Number(writer, "max_drawdown", drawdown);
        }

        writer.WriteNumber("runtime_secs", session.Runtime(now).TotalSeconds);
        writer.WriteString("last_updated", session.LastChangeAt.UtcDateTime);
    }

    // Absurd figures may multiply to infinity, which JSON has no word for.
    private static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
    }
}
