using System.ComponentModel;
using Dashboard.Web.Api;
using Dashboard.Web.Views;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Sessions;

namespace Dashboard.Web.Export;

/// <summary>A session as a file to keep or to hand on; written as it is read, whatever its size.</summary>
internal static class ExportEndpoints
{
    public static void MapExport(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/sessions/{id}/export", ExportAsync)
            .WithTags("Sessions")
            .WithName("ExportSession")
            .WithSummary("The session as a file: its events, everything as OTLP, or a page")
            .Produces<string>(
                200,
                ExportFormat.Events.ContentType,
                "text/csv",
                ExportFormat.Page.ContentType
            )
            .ProducesValidationProblem()
            .ProducesProblem(404);

    private static async Task<IResult> ExportAsync(
        string id,
        HttpContext http,
        ISessionReader reader,
        SessionViews views,
        CancellationToken cancellationToken,
        [Description(
            "events: one JSON object a line, oldest first; csv: the same as a table; otlp: one OTLP/JSON export request a line; html: one page "
                + "that opens without a server"
        )]
            string? format = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        if (ExportFormat.Find(format) is not { } wanted)
        {
            values.Refuse("format", $"'{format}' is not one of {ExportFormat.Names}.");
            return values.Problem!;
        }

        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return SessionApi.UnknownSession(id);
        }

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(wanted.FileName(state));
        http.Response.Headers.ContentDisposition = disposition.ToString();
        if (wanted.Write is not { } write)
        {
            var view = await views.OfAsync(state, cancellationToken);
            var model = await ExportedSession.ReadAsync(reader, view, cancellationToken);
            return new RazorComponentResult<ExportedPage>(new { Exported = model });
        }

        http.Response.ContentType = wanted.ContentType;
        await write(reader, id, http.Response.Body, cancellationToken);
        return Results.Empty;
    }
}
