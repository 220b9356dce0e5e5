using System.Text.Json;

namespace Sessions;

public static partial class SummaryJson
{
    /// <summary>Reads one summary; fields that the schema does not know are kept in its details.</summary>
    /// <param name="json">UTF-8 text of one JSON object.</param>
    /// <param name="reading">How strictly.</param>
    /// <exception cref="SchemaException">It is no summary; names the field and what it must be.</exception>
    public static SessionSummary Read(ReadOnlyMemory<byte> json, SchemaReading reading) =>
        SchemaText.Read(json, root => Read(root, reading));

    private static SessionSummary Read(JsonElement root, SchemaReading reading)
    {
        var fields = new JsonFields(root, reading);
        var session = fields.Text("session_id", EventJson.MaxNameLength) ?? reading.DefaultSession;
        if (string.IsNullOrEmpty(session))
        {
            throw new SchemaException("session_id", "is required");
        }

        var start = fields.Required(fields.Time("session_start"), "session_start");
        var status = fields.Required(
            fields.Member<SessionStatus>("status", isIdentity: true),
            "status"
        );
        var end = fields.Time("session_end");
        if (end < start)
        {
            throw new SchemaException("session_end", "must not be before session_start");
        }

        var totals = fields.Object("totals");
        var summary = new SessionSummary
        {
            SessionId = session,
            Start = start,
            End = end,
            Status = status,
            PhasesCompleted = (int?)fields.Whole("phases_completed", 0, int.MaxValue),
            PhasesTotal = (int?)fields.Whole("phases_total", 0, int.MaxValue),
            InitialCapital = fields.Number("initial_capital"),
            CurrentEquity = fields.Number("current_equity"),
            Totals = ReadTotals(totals, reading),
            Roi = fields.Number("roi"),
            MaxDrawdown = fields.Number("max_drawdown"),
            RuntimeSeconds = fields.Number("runtime_secs"),
            LastUpdated = fields.Time("last_updated"),
        };
        var rest = new DetailsWriter();
        rest.Add(fields.LeftOver);
        return summary with { Details = rest.ToText(("totals", totals?.LeftOver)) };
    }

    private static Figures? ReadTotals(JsonFields? totals, SchemaReading reading)
    {
        var figures = new Figures
        {
            Trades = totals?.Whole("trades", min: 0),
            Wins = totals?.Whole("wins", min: 0),
            Losses = totals?.Whole("losses", min: 0),
        };
        if (!reading.IsLenient && (figures.Wins ?? 0) + (figures.Losses ?? 0) > figures.Trades)
        {
            throw new SchemaException(
                "totals.trades",
                "must be at least totals.wins + totals.losses"
            );
        }

        return figures.IsEmpty ? null : figures;
    }
}
