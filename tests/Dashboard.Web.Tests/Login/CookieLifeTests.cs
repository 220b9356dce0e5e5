using System.Net;
using Dashboard.Tests.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Login;

public sealed class CookieLifeTests : IAsyncLifetime
{
    private readonly LaterTime _time = new();
    private readonly DashboardApp _app;

    public CookieLifeTests() =>
        _app = new(Visitor.Setting)
        {
            Replace = builder => builder.Services.AddSingleton<TimeProvider>(_time),
        };

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(Visitor.Setting, HttpStatusCode.OK)]
    [InlineData("--Dashboard:Token=another-token-of-length", HttpStatusCode.Redirect)]
    public async Task A_login_outlives_a_restart_but_not_its_token(
        string setting,
        HttpStatusCode expected
    )
    {
        using var before = new Visitor(_app);
        using var login = await before.LogInAsync();
        await using var restarted = new DashboardApp(setting);
        _ = restarted.Writer;
        await restarted.StartAsync();
        using var after = new Visitor(restarted, before.Cookies);

        using var answer = await after.GetAsync("/");

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(6, HttpStatusCode.OK, false)]
    [InlineData(8, HttpStatusCode.OK, true)]
    [InlineData(15, HttpStatusCode.Redirect, false)]
    public async Task A_login_that_is_used_is_renewed_and_one_that_is_not_ends(
        int days,
        HttpStatusCode expected,
        bool isRenewed
    )
    {
        using var visitor = new Visitor(_app);
        using var login = await visitor.LogInAsync();

        _time.Ahead = TimeSpan.FromDays(days);
        using var answer = await visitor.GetAsync("/");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(isRenewed, answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_stream_ends_when_its_login_is_to_be_renewed_and_the_next_one_renews_it()
    {
        const string path = "/api/sessions/a/stream";
        await _app.Runner("a").StartAsync();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        using var visitor = new Visitor(_app);
        using var login = await visitor.LogInAsync();
        _time.Ahead = TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1);

        using var stream = await visitor.GetAsync(path);
        await stream.Content.CopyToAsync(Stream.Null, deadline.Token);
        _time.Ahead = TimeSpan.FromDays(8);
        using var next = await visitor.GetAsync(path);

        Assert.False(stream.Headers.Contains("Set-Cookie"));
        Assert.True(next.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_copy_of_a_cookie_is_refused_after_the_logout()
    {
        using var visitor = new Visitor(_app);
        using var login = await visitor.LogInAsync();
        var copy = new CookieContainer();
        copy.Add(visitor.Cookies.GetAllCookies());
        using var thief = new Visitor(_app, copy);
        using var other = new Visitor(_app);
        using var otherLogin = await other.LogInAsync();
        using var before = await thief.GetAsync("/");

        using var logout = await visitor.PostAsync("/logout", []);
        using var after = await thief.GetAsync("/");
        using var others = await other.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    /// <summary>The time as it passes, some days ahead.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
