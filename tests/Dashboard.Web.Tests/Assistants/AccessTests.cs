using System.Net;
using System.Text;
using Dashboard.Tests.Store;
using Dashboard.Web.Tests.Login;

namespace Dashboard.Web.Tests.Assistants;

/// <summary>Who may ask, and what is said where nothing can be answered.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task Without_the_token_nothing_is_answered_and_with_it_everything()
    {
        await using var app = new DashboardApp(Visitor.Setting);
        await app.Runner("a").StartAsync();
        await app.StartAsync();

        await using var known = await Assistant.ConnectAsync(app, Visitor.Token);
        var list = await known.AskAsync("list_sessions");

        Assert.Single(list.GetProperty("sessions").EnumerateArray());
        await Assert.ThrowsAnyAsync<Exception>(() => Assistant.ConnectAsync(app));
        await Assert.ThrowsAnyAsync<Exception>(() => Assistant.ConnectAsync(app, "wrong-token-x"));
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete])
        {
            using var answer = await SendAsync(app, method);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_site_is_refused(string header, string value)
    {
        await using var app = new DashboardApp();
        await app.StartAsync();

        using var answer = await SendAsync(app, HttpMethod.Post, (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_browser_that_looks_here_is_told_what_it_is()
    {
        await using var app = new DashboardApp();
        await app.StartAsync();

        using var answer = await SendAsync(app, HttpMethod.Get);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("assistants", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_said()
    {
        await using var app = new DashboardApp();
        await app.StartAsync();
        await using var assistant = await Assistant.ConnectAsync(app);

        foreach (var tool in await assistant.Client.ListToolsAsync())
        {
            var result = await assistant.CallAsync(
                tool.Name,
                ("session", "a"),
                ("runner", "a"),
                ("a", "a"),
                ("b", "b")
            );

            Assert.True(result.IsError);
            Assert.Contains("store cannot be read", Assistant.Text(result));
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        DashboardApp app,
        HttpMethod method,
        params (string Name, string Value)[] headers
    )
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(method, "/mcp");
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(
                """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""",
                Encoding.UTF8,
                "application/json"
            );
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
