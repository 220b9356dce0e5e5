using System.Net;
using System.Text.Json.Nodes;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests.Login;

public sealed class BearerTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new(Visitor.Setting);

    public static TheoryData<string> ForPrograms =>
        [
            "/api/sessions",
            "/api/sessions/a",
            "/api/sessions/a/events",
            "/api/sessions/a/stream",
            "/api/sessions/a/export",
            "/openapi/v1.json",
            "/health/sessions/a",
        ];

    public async ValueTask InitializeAsync()
    {
        await Scripts.FinishedAsync(_app.Runner("a", DateTimeOffset.UtcNow.AddMinutes(-3)));
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(ForPrograms))]
    public async Task A_program_without_the_token_is_told_how_to_send_it(string path)
    {
        using var program = new Visitor(_app);

        using var answer = await program.GetAsync(path, ("Accept", "text/html, */*"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        )!;
        Assert.Contains("Authorization: Bearer", (string)problem["detail"]!);
    }

    [Theory]
    [MemberData(nameof(ForPrograms))]
    [InlineData("/")]
    [InlineData("/sessions/a")]
    public async Task A_program_with_the_token_is_answered(string path)
    {
        using var program = new Visitor(_app);

        using var answer = await program.GetAsync(
            path,
            ("Authorization", $"bearer {Visitor.Token}")
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(program.Cookies.GetAllCookies());
    }

    [Theory]
    [InlineData("/api/sessions")]
    [InlineData("/")]
    public async Task A_program_with_another_token_is_told_that_it_is_another(string path)
    {
        using var program = new Visitor(_app);

        using var answer = await program.GetAsync(path, ("Authorization", "Bearer not-this-one"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task What_another_scheme_says_does_not_stand_in_the_way_of_a_cookie()
    {
        using var visitor = new Visitor(_app);
        using var login = await visitor.LogInAsync();

        using var answer = await visitor.GetAsync("/", ("Authorization", "Basic cHJveHk6eA=="));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("HX-Request", "true")]
    [InlineData("Accept", "text/event-stream")]
    public async Task A_page_that_asks_by_itself_is_refused_and_not_given_a_login(
        string header,
        string value
    )
    {
        using var page = new Visitor(_app);

        using var answer = await page.GetAsync("/live", (header, value));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_description_of_the_API_says_that_it_wants_a_token()
    {
        using var program = new Visitor(_app);

        using var answer = await program.GetAsync(
            "/openapi/v1.json",
            ("Authorization", $"Bearer {Visitor.Token}")
        );

        var document = JsonNode.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        )!;
        var name = Assert.Single(Assert.Single(document["security"]!.AsArray())!.AsObject()).Key;
        var scheme = document["components"]!["securitySchemes"]![name]!;
        Assert.Equal("http", (string)scheme["type"]!);
        Assert.Equal("bearer", (string)scheme["scheme"]!);
    }
}
