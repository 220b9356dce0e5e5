using Dashboard.Web.Delivery;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web.Api;

/// <summary>A table to be saved as a file.</summary>
/// <param name="fileName">Without its extension.</param>
/// <param name="columns">Names in the first line.</param>
/// <param name="rows">A value for each column.</param>
/// <param name="next">Cursor of what follows, for the header <c>Next-Cursor</c>; null when nothing does.</param>
internal sealed class CsvResult(
    string fileName,
    IReadOnlyList<string> columns,
    IEnumerable<object?[]> rows,
    string? next
) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = Csv.ContentType;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName + ".csv");
        response.Headers.ContentDisposition = disposition.ToString();
        if (next is not null)
        {
            response.Headers["Next-Cursor"] = next;
        }

        await response.WriteAsync(Csv.Line(columns), httpContext.RequestAborted);
        foreach (var row in rows)
        {
            await response.WriteAsync(Csv.Line(row), httpContext.RequestAborted);
        }
    }
}
