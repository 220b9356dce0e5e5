using System.Net;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests;

/// <summary>What is answered where there is nothing, and to methods other than GET.</summary>
public sealed class UnknownAddressTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.Runner("a").StartAsync();
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/api/nope", "application/problem+json")]
    [InlineData("/api/sessions/a/nope", "application/problem+json")]
    [InlineData("/health/nope/x", "application/problem+json")]
    [InlineData("/nope", "text/html")]
    [InlineData("/sessions/a/nope", "text/html")]
    [InlineData("/nope.txt", "text/html")]
    public async Task Nothing_there_is_404_in_the_form_that_is_asked_for(string path, string type)
    {
        using var client = _app.CreateClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sessions/a")]
    [InlineData("/api/sessions")]
    [InlineData("/api/sessions/a")]
    [InlineData("/api/sessions/a/events")]
    [InlineData("/api/sessions/a/stream")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task Head_is_answered_like_get_without_a_body(string path)
    {
        using var client = _app.CreateClient();

        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sessions/a")]
    [InlineData("/api/sessions")]
    [InlineData("/api/sessions/a/events")]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/health/sessions/a")]
    [InlineData("/openapi/v1.json")]
    public async Task Other_methods_are_not_allowed(string path)
    {
        using var client = _app.CreateClient();

        using var answer = await client.DeleteAsync(path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("GET", answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/api/sessions?cursor=nonsense")]
    [InlineData("/api/sessions/a/events?before=nonsense")]
    [InlineData("/api/sessions/a/events?after=1.2.3")]
    [InlineData("/sessions/a/feed?before=nonsense")]
    public async Task A_cursor_that_no_answer_gave_is_a_bad_request(string path)
    {
        using var client = _app.CreateClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
