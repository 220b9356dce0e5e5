using System.Text.Json;

namespace Dashboard.Web.Api;

/// <summary>An answer that is written straight to the response.</summary>
internal sealed class JsonResult(Action<Utf8JsonWriter> write) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        write(writer);
    }
}
