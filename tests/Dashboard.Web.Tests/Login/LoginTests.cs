using System.Net;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests.Login;

public sealed class LoginTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new(Visitor.Setting);

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Who_opens_a_page_is_led_through_the_login_back_to_it()
    {
        var runner = _app.Runner("a/b %2F");
        await runner.StartAsync();
        var path = $"/sessions/{Uri.EscapeDataString(runner.Id)}?type=checkpoint&q=a%26b";
        using var visitor = new Visitor(_app);

        using var refused = await visitor.GetAsync(path);
        using var asked = await visitor.GetAsync(refused.Headers.Location!.ToString());
        var form = (await Visitor.ReadAsync(asked)).QuerySelector("form")!;
        using var login = await visitor.PostAsync(
            form.GetAttribute("action")!,
            new()
            {
                ["token"] = Visitor.Token,
                ["returnUrl"] = form.QuerySelector("[name=returnUrl]")!.GetAttribute("value")!,
            }
        );
        using var page = await visitor.GetAsync(login.Headers.Location!.ToString());

        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.StartsWith("/login?returnUrl=", refused.Headers.Location!.ToString());
        Assert.Equal(path, login.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotNull((await Visitor.ReadAsync(page)).QuerySelector("#verdict"));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/sessions/ä")]
    [InlineData("")]
    public async Task Nobody_is_led_anywhere_but_to_an_address_of_the_dashboard(string returnUrl)
    {
        using var visitor = new Visitor(_app);

        using var login = await visitor.LogInAsync(returnUrl: returnUrl);
        using var again = await visitor.GetAsync(
            $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}"
        );

        Assert.Equal("/", login.Headers.Location!.ToString());
        Assert.Equal("/", again.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Visitor.Token + " ")]
    [InlineData("Correct-horse-battery-staple")]
    public async Task Another_token_gives_no_cookie_but_the_form_again_which_says_so(string token)
    {
        using var visitor = new Visitor(_app);

        using var answer = await visitor.LogInAsync(token, "/?q=x");
        using var after = await visitor.GetAsync("/");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(visitor.Cookies.GetAllCookies());
        var page = await Visitor.ReadAsync(answer);
        Assert.Contains("Wrong token", page.Text("#wrong"), StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelector("#token")!.GetAttribute("aria-invalid"));
        Assert.Null(page.QuerySelector("#token")!.GetAttribute("value"));
        Assert.Equal("/?q=x", page.QuerySelector("[name=returnUrl]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task The_address_to_go_back_to_stays_text_on_the_page()
    {
        using var visitor = new Visitor(_app);

        using var answer = await visitor.GetAsync(
            "/login?returnUrl=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
        );

        var page = await Visitor.ReadAsync(answer);
        Assert.Empty(page.QuerySelectorAll("script:not([src])"));
    }

    [Fact]
    public async Task The_cookie_is_for_the_browser_alone_and_holds_for_two_weeks()
    {
        using var visitor = new Visitor(_app);

        using var answer = await visitor.LogInAsync();

        var cookie = Assert.Single(visitor.Cookies.GetAllCookies());
        Assert.True(cookie.HttpOnly);
        Assert.False(cookie.Secure);
        Assert.InRange(
            cookie.Expires.ToUniversalTime(),
            DateTime.UtcNow.AddDays(13),
            DateTime.UtcNow.AddDays(14)
        );
        Assert.Contains(
            "samesite=lax",
            Assert.Single(answer.Headers.GetValues("Set-Cookie")),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task Behind_a_proxy_with_TLS_the_cookie_is_for_TLS_alone()
    {
        await using var app = new DashboardApp(Visitor.Setting, "--FORWARDEDHEADERS_ENABLED=true");
        await app.StartAsync();
        using var visitor = new Visitor(app);

        using var answer = await visitor.LogInAsync(headers: ("X-Forwarded-Proto", "https"));

        Assert.True(Assert.Single(visitor.Cookies.GetAllCookies()).Secure);
    }

    [Fact]
    public async Task Logging_out_takes_the_cookie_back()
    {
        using var visitor = new Visitor(_app);
        using var login = await visitor.LogInAsync();
        using var page = await visitor.GetAsync("/");
        var form = (await Visitor.ReadAsync(page)).QuerySelector("header form[method=post]")!;

        using var answer = await visitor.PostAsync(form.GetAttribute("action")!, new());
        using var after = await visitor.GetAsync("/");

        Assert.Equal("/login", answer.Headers.Location!.ToString());
        Assert.Empty(visitor.Cookies.GetAllCookies());
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    public async Task A_form_of_another_site_is_left_alone(string header, string value)
    {
        using var visitor = new Visitor(_app);

        using var login = await visitor.LogInAsync(headers: (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, login.StatusCode);
        Assert.Empty(visitor.Cookies.GetAllCookies());

        using var own = await visitor.LogInAsync(
            headers: ("Origin", _app.Address.GetLeftPart(UriPartial.Authority))
        );
        using var logout = await visitor.PostAsync("/logout", new(), (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, logout.StatusCode);
        Assert.Single(visitor.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task Nothing_behind_the_login_is_kept_by_caches_and_every_answer_has_the_headers()
    {
        using var visitor = new Visitor(_app);
        using var asked = await visitor.GetAsync("/login");
        using var wrong = await visitor.LogInAsync("wrong");
        using var login = await visitor.LogInAsync();
        using var page = await visitor.GetAsync("/");
        using var api = await visitor.GetAsync("/api/sessions");

        foreach (var answer in (HttpResponseMessage[])[asked, wrong, login, page, api])
        {
            Assert.True(answer.Headers.CacheControl!.NoStore);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.Contains("form-action 'self'", policy);
        }
    }

    [Fact]
    public async Task What_the_login_page_loads_is_open_and_may_be_kept()
    {
        using var visitor = new Visitor(_app);
        using var asked = await visitor.GetAsync("/login");
        var page = await Visitor.ReadAsync(asked);
        var files = page.QuerySelectorAll("link[href], script[src]")
            .Select(part => part.GetAttribute("href") ?? part.GetAttribute("src")!)
            .ToArray();

        Assert.Contains(files, file => file.EndsWith(".css", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".js", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var answer = await visitor.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEqual(true, answer.Headers.CacheControl?.NoStore);
        }
    }
}
