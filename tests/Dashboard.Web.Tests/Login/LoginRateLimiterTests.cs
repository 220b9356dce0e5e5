using System.Net;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests.Login;

public sealed class LoginRateLimiterTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new(Visitor.Setting, "--FORWARDEDHEADERS_ENABLED=true");

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Too_many_tries_close_the_form_to_the_right_token_too_and_say_for_how_long()
    {
        using var visitor = new Visitor(_app);
        using var refused = await UntilRefusedAsync(_ => visitor.LogInAsync("wrong"));

        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.True(refused.Headers.CacheControl!.NoStore);
        var page = await Visitor.ReadAsync(refused);
        Assert.Contains("Try again in", page.Text("[role=alert]"), StringComparison.Ordinal);
        // Every ten seconds there is one try, which the one before may have left over.
        using var right = await UntilRefusedAsync(_ => visitor.LogInAsync());
        using var asked = await visitor.GetAsync("/login");
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1")]
    public async Task Who_tries_too_often_closes_the_form_to_nobody_else(
        string one,
        params string[] others
    )
    {
        using var visitor = new Visitor(_app);
        using var refused = await UntilRefusedAsync(_ =>
            visitor.LogInAsync("wrong", headers: From(one))
        );

        var answers = new List<HttpStatusCode>();
        foreach (var other in others)
        {
            using var answer = await visitor.LogInAsync(headers: From(other));
            answers.Add(answer.StatusCode);
        }

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer));
    }

    [Fact]
    public async Task Addresses_of_one_network_of_IPv6_are_one_client()
    {
        using var visitor = new Visitor(_app);

        using var refused = await UntilRefusedAsync(
            i => visitor.LogInAsync("wrong", headers: From($"2001:db8:0:1::{i + 1:x}")),
            atMost: 60
        );

        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task Wrong_tokens_from_many_addresses_lock_nobody_out()
    {
        using var visitor = new Visitor(_app);
        for (var i = 0; i < 300; i++)
        {
            using var wrong = await visitor.LogInAsync(
                "wrong",
                headers: From($"10.1.{i / 250}.{i % 250}")
            );
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await visitor.LogInAsync(headers: From("10.9.9.9"));

        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
    }

    [Fact]
    public async Task Guessing_in_headers_counts_as_trying_and_ends_no_login()
    {
        using var reader = new Visitor(_app);
        using var login = await reader.LogInAsync();
        using var guesser = new Visitor(_app);
        using var refused = await UntilRefusedAsync(_ => Guess("wrong-wrong-wrong-wrong"));

        // The right one uses no try up: one that has come back meanwhile is used up before it.
        using var right = await UntilRefusedAsync(async _ =>
        {
            using var wrong = await Guess("wrong-wrong-wrong-wrong");
            return await Guess(Visitor.Token);
        });
        using var form = await UntilRefusedAsync(_ => guesser.LogInAsync("wrong"));
        using var page = await reader.GetAsync("/");

        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        Task<HttpResponseMessage> Guess(string token) =>
            guesser.GetAsync("/api/sessions", ("Authorization", $"Bearer {token}"));
    }

    [Fact]
    public async Task A_program_with_the_token_may_ask_as_often_as_it_likes()
    {
        using var visitor = new Visitor(_app);

        for (var i = 0; i < 50; i++)
        {
            using var answer = await visitor.GetAsync(
                "/api/sessions",
                ("Authorization", $"Bearer {Visitor.Token}")
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static (string, string) From(string address) => ("X-Forwarded-For", address);

    private static async Task<HttpResponseMessage> UntilRefusedAsync(
        Func<int, Task<HttpResponseMessage>> trial,
        int atMost = 40
    )
    {
        for (var i = 0; i < atMost; i++)
        {
            var answer = await trial(i);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return answer;
            }

            answer.Dispose();
        }

        throw new InvalidOperationException($"None of {atMost} was refused.");
    }
}
