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

    [Fact]
    public async Task A_copy_of_a_cookie_is_refused_after_a_logout_and_a_restart()
    {
        using var folder = new StateFolder();
        var copy = new CookieContainer();
        await using (var before = await StartAsync(folder))
        {
            using var visitor = new Visitor(before);
            using var login = await visitor.LogInAsync();
            copy.Add(visitor.Cookies.GetAllCookies());
            using var logout = await visitor.PostAsync("/logout", []);
        }

        await using var after = await StartAsync(folder);
        using var thief = new Visitor(after, copy);
        using var refused = await thief.GetAsync("/");
        using var other = new Visitor(after);
        using var otherLogin = await other.LogInAsync();
        using var shown = await other.GetAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cut")]
    [InlineData("a b c\n\0\0\0\0 99999999999999999999\n x 7\n")]
    public async Task A_damaged_list_of_logouts_keeps_nobody_out(string content)
    {
        using var folder = new StateFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "ended-logins"),
            content,
            TestContext.Current.CancellationToken
        );
        await using var app = await StartAsync(folder);
        using var visitor = new Visitor(app);

        using var login = await visitor.LogInAsync();
        using var page = await visitor.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_logout_that_cannot_be_written_holds_as_long_as_the_dashboard_runs()
    {
        using var folder = new StateFolder();
        // Where the file should be, there is a folder.
        Directory.CreateDirectory(Path.Combine(folder.Path, "ended-logins"));
        await using var app = await StartAsync(folder);
        using var visitor = new Visitor(app);
        using var login = await visitor.LogInAsync();
        var copy = new CookieContainer();
        copy.Add(visitor.Cookies.GetAllCookies());

        using var logout = await visitor.PostAsync("/logout", []);
        using var thief = new Visitor(app, copy);
        using var refused = await thief.GetAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, logout.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
    }

    private static async Task<DashboardApp> StartAsync(StateFolder folder)
    {
        var app = new DashboardApp(Visitor.Setting, $"--Dashboard:StateFolder={folder.Path}");
        _ = app.Writer;
        return await app.StartAsync();
    }

    private sealed class StateFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("dashboard-state-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    /// <summary>The time as it passes, some days ahead.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
