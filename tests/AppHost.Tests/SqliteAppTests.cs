using System.Text.Json;
using Aspire.Hosting.Testing;

namespace AppHost.Tests;

/// <summary>The application with its sessions in a file.</summary>
public sealed class SqliteApp : WholeApp
{
    protected override string ConnectionString(string folder) =>
        $"Data Source={Path.Combine(folder, "sessions.db")}";
}

public sealed class SqliteAppTests(SqliteApp app) : WholeAppCases(app), IClassFixture<SqliteApp>
{
    readonly SqliteApp _app = app;

    [Fact]
    public async Task A_second_application_beside_it_has_sessions_of_its_own()
    {
        await using var other = new SqliteApp();
        await other.InitializeAsync();
        var theirs = (await other.SessionAsync("running")).GetProperty("session_id").GetString();

        Assert.NotEqual(
            _app.Application.GetEndpoint("dashboard"),
            other.Application.GetEndpoint("dashboard")
        );
        using var answer = await _app.Dashboard.GetAsync(
            $"/api/sessions/{theirs}",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_runner_on_the_package_shows_up_on_the_page()
    {
        await PackagedRunner.RunAsync(
            _app.Application.GetEndpoint("collector", "otlp-grpc"),
            TestContext.Current.CancellationToken
        );
        var found = await _app.UntilAsync(
            "/api/sessions",
            answer => Find(answer).ValueKind == JsonValueKind.Object
        );
        var session = Find(found);
        Assert.Equal("success", session.GetProperty("status").GetString());
        Assert.Equal(2, session.GetProperty("phases_completed").GetInt32());
        var page = await _app.Dashboard.GetStringAsync(
            $"/sessions/{session.GetProperty("session_id").GetString()}",
            TestContext.Current.CancellationToken
        );
        Assert.Contains("csharp-runner", page);
        Assert.Contains("measure", page);
        Assert.Contains("not_empty", page);
    }

    static JsonElement Find(JsonElement answer) =>
        answer
            .GetProperty("items")
            .EnumerateArray()
            .FirstOrDefault(one => one.GetRawText().Contains("csharp-runner"));
}
