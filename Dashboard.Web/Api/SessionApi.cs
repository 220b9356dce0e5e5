using System.ComponentModel;
using System.Text.Json;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>The read API. There is no route that changes anything.</summary>
internal static class SessionApi
{
    public static void MapSessionApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/sessions").WithTags("Sessions");
        api.MapGet("", ListAsync)
            .WithName("ListSessions")
            .WithSummary("Lists sessions, newest first by default")
            .Produces<SessionListing>(200, "application/json", "text/csv")
            .ProducesValidationProblem();
        api.MapGet("/{id}", FindAsync)
            .WithName("GetSession")
            .WithSummary("One session with its verdict, phases and counts")
            .Produces<SessionDetail>()
            .ProducesProblem(404);
        api.MapGet("/{id}/summary", SummaryAsync)
            .WithName("GetSummary")
            .WithSummary("One session's summary")
            .Produces<SummaryAnswer>()
            .ProducesProblem(404);
        api.MapGet("/{id}/equity", EquityAsync)
            .WithName("GetEquity")
            .WithSummary("Equity over time, reduced to a number of points that keeps the extremes")
            .Produces<Equity>()
            .ProducesValidationProblem()
            .ProducesProblem(404);
        api.MapGet("/{id}/trades", TradesApi.ReadAsync)
            .WithName("ListTrades")
            .WithSummary("Closed trades, newest first, and on the first page what they come to")
            .Produces<TradeListing>(200, "application/json", "text/csv")
            .ProducesValidationProblem()
            .ProducesProblem(404);
        api.MapGet("/{id}/figures", FiguresApi.ReadAsync)
            .WithName("GetFigures")
            .WithSummary("The session's own figures: each metric that the conventions do not name")
            .Produces<FigureListing>()
            .ProducesValidationProblem()
            .ProducesProblem(404);
        api.MapGet("/{id}/events", EventsApi.ReadAsync)
            .WithName("ListEvents")
            .WithSummary("Events, newest first; after a cursor, oldest first")
            .Produces<EventListing>(200, "application/json", "application/x-ndjson")
            .ProducesValidationProblem()
            .ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        SessionsByVerdict sessions,
        Attention attention,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("Only sessions with this status")] string? status = null,
        [Description("Only sessions with one of these verdicts; repeat or separate by commas")]
            string? verdict = null,
        [Description(
            "true: only sessions that are not well, or that are lost or ended badly while no later one of their runner has succeeded"
        )]
            string? needs_attention = null,
        [Description("Only this runner's sessions")] string? runner = null,
        [Description("Part of the runner's name, or the start of the session's id")]
            string? q = null,
        [Description("Started at or after, ISO 8601")] string? from = null,
        [Description("Started before, ISO 8601")] string? to = null,
        [Description("start, duration or roi; start by default")] string? sort = null,
        [Description("asc or desc; desc by default")] string? order = null,
        [Description("1 to 1000, 50 by default")] string? limit = null,
        [Description("The 'next' of the answer before")] string? cursor = null,
        [Description("json or csv; json by default")] string? format = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var wanted = WantedVerdicts.Of(
            values.Names<VerdictKind>("verdict"),
            values.IsSet("needs_attention")
        );
        var isCsv = values.Name<AnswerFormat>("format") == AnswerFormat.Csv;
        var query = new SessionQuery
        {
            Status = values.Name<SessionStatus>("status"),
            RunnerName = values.Text("runner"),
            Text = values.Text("q"),
            From = values.Moment("from"),
            To = values.Moment("to"),
            Sort = values.Name<SessionSort>("sort") ?? SessionSort.Start,
            Ascending = values.Name<SortOrder>("order") == SortOrder.Asc,
            Limit = values.Number("limit", isCsv ? 1000 : 50, 1, 1000),
            Cursor = values.Text("cursor"),
        };
        if (values.Problem is { } problem)
        {
            return problem;
        }

        var page = await sessions.ReadAsync(query, wanted, cancellationToken);
        if (query.Cursor is not null && page is { Items.Count: 0, Next: null })
        {
            // An answer gives a cursor only when something follows it.
            values.Refuse("cursor", "This is not the 'next' of an answer to the same question.");
            return values.Problem!;
        }

        var now = time.GetUtcNow();
        if (isCsv)
        {
            return SessionCsv.Of(page, now);
        }

        var needed = new List<bool>(page.Items.Count);
        foreach (var (session, judged) in page.Items)
        {
            needed.Add(await attention.IsNeededAsync(session, judged, cancellationToken));
        }

        return new JsonResult(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var ((session, judged), needsAttention) in page.Items.Zip(needed))
            {
                SessionJson.WriteItem(writer, session, judged, needsAttention, now);
            }

            writer.WriteEndArray();
            WriteNext(writer, page.Next);
            writer.WriteEndObject();
        });
    }

    private static async Task<IResult> FindAsync(
        string id,
        ISessionReader reader,
        SessionViews views,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return UnknownSession(id);
        }

        var view = await views.OfAsync(state, cancellationToken);
        var run = await RunFactsReads.FindAsync(reader, id, cancellationToken);
        return new JsonResult(writer => SessionJson.Write(writer, view, run));
    }

    private static async Task<IResult> SummaryAsync(
        string id,
        ISessionReader reader,
        SessionViews views,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return UnknownSession(id);
        }

        var view = await views.OfAsync(state, cancellationToken);
        return new JsonResult(writer =>
            SummaryJson.Write(writer, view.State, view.MaxDrawdown, view.Clock.Present)
        );
    }

    private static async Task<IResult> EquityAsync(
        string id,
        HttpContext http,
        ISessionReader reader,
        CancellationToken cancellationToken,
        [Description("2 to 100000, 1000 by default")] string? points = null,
        [Description("Only points at or after, ISO 8601")] string? from = null,
        [Description("Only points at or before, ISO 8601")] string? to = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var count = values.Number("points", 1000, 2, 100_000);
        var (since, until) = (values.Moment("from"), values.Moment("to"));
        if (values.Problem is { } problem)
        {
            return problem;
        }

        if (await reader.FindAsync(id, cancellationToken) is null)
        {
            return UnknownSession(id);
        }

        var isPart = since is not null || until is not null;
        var curve = await reader.EquityAsync(id, isPart ? int.MaxValue : count, cancellationToken);
        if (isPart)
        {
            curve = EquityReduction.Within(curve, since, until, count);
        }

        return new JsonResult(writer => EquityJson.Write(writer, curve));
    }

    public static IResult UnknownSession(string id) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status404NotFound,
            title: "No such session.",
            detail: $"The store holds no session with the id '{id}'."
        );

    public static void WriteNext(Utf8JsonWriter writer, string? next)
    {
        if (next is not null)
        {
            writer.WriteString("next", next);
        }
    }
}
