using System.ComponentModel;
using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Closed trades of one session, as the runner told them one by one.</summary>
internal static class TradesApi
{
    public static async Task<IResult> ReadAsync(
        string id,
        HttpContext http,
        ISessionReader reader,
        CancellationToken cancellationToken,
        [Description("1 to 10000, 100 by default")] string? limit = null,
        [Description("The 'next' of the answer before")] string? before = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var query = new EventQuery
        {
            SessionId = id,
            Types = [EventType.Trade],
            Limit = values.Number("limit", 100, 1, 10_000),
            Before = values.Cursor("before"),
        };
        if (values.Problem is { } problem)
        {
            return problem;
        }

        if (await reader.FindAsync(id, cancellationToken) is null)
        {
            return SessionApi.UnknownSession(id);
        }

        var page = await reader.EventsAsync(query, cancellationToken);
        return new JsonResult(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var stored in page.Items)
            {
                Write(writer, stored.Event);
            }

            writer.WriteEndArray();
            SessionApi.WriteNext(writer, page.Next);
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, SessionEvent e)
    {
        var trade = e.Trade;
        writer.WriteStartObject();
        writer.WriteString("event_id", e.Id.ToString());
        writer.WriteString("timestamp", e.Timestamp.UtcDateTime);
        Text(writer, "phase", e.Phase);
        Text(writer, "id", trade?.Id);
        Text(writer, "symbol", trade?.Symbol);
        Text(writer, "side", trade?.Side is { } side ? WireName.Of(side) : null);
        Number(writer, "quantity", trade?.Quantity);
        Number(writer, "entry_price", trade?.EntryPrice);
        Number(writer, "exit_price", trade?.ExitPrice);
        Moment(writer, "entry_time", trade?.EntryTime);
        Moment(writer, "exit_time", trade?.ExitTime);
        Number(writer, "pnl", trade?.Pnl);
        Number(writer, "fees", trade?.Fees);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Moment(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            writer.WriteString(name, moment.UtcDateTime);
        }
    }
}
