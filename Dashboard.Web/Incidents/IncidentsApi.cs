using System.ComponentModel;
using Dashboard.Web.Api;
using Sessions;

namespace Dashboard.Web.Incidents;

/// <summary>Incidents for programs.</summary>
internal static class IncidentsApi
{
    public static void MapIncidentsApi(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/incidents", List)
            .WithTags("Incidents")
            .WithName("ListIncidents")
            .WithSummary(
                "Lists what the alerter has told of, newest first, with what became of the messages"
            )
            .Produces<IncidentListing>()
            .ProducesValidationProblem();

    private static IResult List(
        HttpContext http,
        IncidentReading reading,
        [Description("open or resolved; both by default")] string? state = null,
        [Description("Only this runner's incidents")] string? runner = null,
        [Description("Only these kinds; repeat or separate by commas")] string? kind = null,
        [Description("1 to 200, 50 by default")] string? limit = null,
        [Description("The 'next' of the answer before")] string? cursor = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var wanted = values.Name<IncidentState>("state");
        var query = new IncidentQuery
        {
            IsOpen = wanted is { } only ? only == IncidentState.Open : null,
            Runner = values.Text("runner"),
            Kinds = values.Names<IncidentKind>("kind"),
            Limit = values.Number("limit", 50, 1, 200),
            Cursor = values.Text("cursor"),
        };
        if (values.Problem is { } problem)
        {
            return problem;
        }

        var page = reading.Page(query);
        var channels = reading.Channels();
        return new JsonResult(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("has_alerter", reading.HasAlerter);
            writer.WriteStartArray("items");
            foreach (var incident in page.Items)
            {
                IncidentJson.Write(writer, incident);
            }

            writer.WriteEndArray();
            SessionApi.WriteNext(writer, page.Next);
            writer.WriteStartArray("channels");
            foreach (var channel in channels)
            {
                IncidentJson.Write(writer, channel);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}

/// <summary>Whether an incident goes on.</summary>
internal enum IncidentState
{
    Open,
    Resolved,
}
