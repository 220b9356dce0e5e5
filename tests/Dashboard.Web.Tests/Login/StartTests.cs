using System.Diagnostics;
using System.Net;
using Dashboard.Tests.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Web.Tests.Login;

public sealed class StartTests
{
    [Theory]
    [InlineData("")]
    [InlineData("fifteen-letters")]
    [InlineData("sixteen letters, with spaces")]
    [InlineData("sechzehn-zeichen-mit-ä")]
    public async Task A_token_that_cannot_be_one_is_refused_at_the_start(string token)
    {
        await using var app = new DashboardApp($"--Dashboard:Token={token}");

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(app.StartAsync);

        Assert.Contains("Dashboard:Token", refusal.Message);
        Assert.Contains("16", refusal.Message);
        Assert.Contains("openssl rand", refusal.Message);
    }

    [Fact]
    public async Task An_address_that_other_machines_reach_wants_a_token_and_says_what_else_would_do()
    {
        await using var app = new DashboardApp("--urls=http://0.0.0.0:0");

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(app.StartAsync);

        Assert.Contains("Dashboard:Token", refusal.Message);
        Assert.Contains("localhost", refusal.Message);
        Assert.Contains("Dashboard:AllowRemote", refusal.Message);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://127.0.0.1:0")]
    public async Task A_token_is_asked_for_on_every_address(string url)
    {
        await using var app = new DashboardApp($"--urls={url}", Visitor.Setting);
        _ = app.Writer;
        await app.StartAsync();
        using var visitor = new Visitor(app);

        using var before = await visitor.GetAsync("/");
        using var login = await visitor.LogInAsync();
        using var after = await visitor.GetAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_login()
    {
        await using var app = new DashboardApp();
        _ = app.Writer;
        await app.StartAsync();
        using var visitor = new Visitor(app);

        using var page = await visitor.GetAsync("/");
        using var login = await visitor.GetAsync("/login");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain(
            "Log out",
            (await Visitor.ReadAsync(page)).Body!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, login.StatusCode);
    }

    [Theory]
    [InlineData(1, "http://0.0.0.0:0", Visitor.Setting)]
    [InlineData(0, "http://127.0.0.1:0", Visitor.Setting)]
    [InlineData(0, "http://0.0.0.0:0", Visitor.Setting, "--Dashboard:AllowRemote=true")]
    [InlineData(0, "http://0.0.0.0:0", "--Dashboard:AllowRemote=true")]
    public async Task A_token_that_would_travel_in_the_clear_is_warned_of_once(
        int warnings,
        string url,
        params string[] settings
    )
    {
        using var log = new Warnings();
        await using var app = new DashboardApp([$"--urls={url}", .. settings])
        {
            Replace = builder => builder.Logging.AddProvider(log),
        };
        _ = app.Writer;
        await app.StartAsync();

        Assert.Equal(
            warnings,
            log.Lines.Count(line => line.Contains("unencrypted", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("Dashboard:AllowRemote", "--urls=http://0.0.0.0:0")]
    [InlineData("Dashboard:Token", "--Dashboard:Token=short")]
    [InlineData("Collector:StatusUrl", "--Collector:StatusUrl=nonsense")]
    [InlineData("ConnectionStrings:sessions", "--ConnectionStrings:sessions=Data Source=")]
    public async Task A_refusal_to_start_is_one_line_and_exit_code_1(string names, string setting)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Dashboard.Web.dll"),
                "--urls=http://127.0.0.1:0",
                setting,
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(
            TestContext.Current.CancellationToken
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        var line = Assert.Single(error.Trim().Split('\n'));
        Assert.StartsWith("dashboard: ", line, StringComparison.Ordinal);
        Assert.Contains(names, line.Replace("__", ":", StringComparison.Ordinal));
        Assert.Equal("", await output);
    }
}
