using System.ComponentModel;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Closed trades of one session, as the runner told them one by one, and what they come to.</summary>
internal static class TradesApi
{
    public static async Task<IResult> ReadAsync(
        string id,
        HttpContext http,
        ISessionReader reader,
        SessionViews views,
        TradingReading trading,
        CancellationToken cancellationToken,
        [Description("1 to 10000, 100 by default")] string? limit = null,
        [Description("The 'next' of the answer before")] string? before = null,
        [Description("json or csv; json by default")] string? format = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var isCsv = values.Name<AnswerFormat>("format") == AnswerFormat.Csv;
        var query = new EventQuery
        {
            SessionId = id,
            Types = [EventType.Trade],
            Limit = values.Number("limit", isCsv ? 10_000 : 100, 1, 10_000),
            Before = values.Cursor("before"),
        };
        if (values.Problem is { } problem)
        {
            return problem;
        }

        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return SessionApi.UnknownSession(id);
        }

        var page = await reader.EventsAsync(query, cancellationToken);
        if (isCsv)
        {
            return TradeCsv.Of(state, page);
        }

        var view = await views.OfAsync(state, cancellationToken);
        var found = query.Before is null
            ? await trading.OfAsync(state, view.Clock.Present, cancellationToken)
            : null;
        return new JsonResult(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var stored in page.Items)
            {
                TradesJson.Write(writer, stored.Event);
            }

            writer.WriteEndArray();
            SessionApi.WriteNext(writer, page.Next);
            if (found is not null)
            {
                TradesJson.Write(writer, found);
            }

            writer.WriteEndObject();
        });
    }
}
