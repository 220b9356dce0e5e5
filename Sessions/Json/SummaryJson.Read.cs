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
        var totals = fields.Object("totals");
        var summary = new SessionSummary
        {
            SessionId = session,
            Start = start,
            End = fields.Time("session_end"),
            Status = status,
            PhasesCompleted = (int?)fields.Whole("phases_completed", 0, int.MaxValue),
            PhasesTotal = (int?)fields.Whole("phases_total", 0, int.MaxValue),
            InitialCapital = fields.Number("initial_capital"),
            CurrentEquity = fields.Number("current_equity"),
            Totals = ReadTotals(totals),
            Roi = fields.Number("roi"),
            MaxDrawdown = fields.Number("max_drawdown"),
            RuntimeSeconds = fields.Number("runtime_secs"),
            LastUpdated = fields.Time("last_updated"),
        };
        var rest = new DetailsWriter();
        rest.Add(fields.LeftOver);
        return summary with { Details = rest.ToText(("totals", totals?.LeftOver)) };
    }

    private static Figures? ReadTotals(JsonFields? totals)
    {
        var figures = new Figures
        {
            Trades = totals?.Whole("trades", min: 0),
            Wins = totals?.Whole("wins", min: 0),
            Losses = totals?.Whole("losses", min: 0),
        };
        return figures.IsEmpty ? null : figures;
    }
}
