using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Sqlite.Hosting;

namespace AppHost.Tests;

/// <summary>Ctrl+C while a session runs.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task The_running_session_ends_as_cancelled_in_the_store_and_at_the_Aspire_dashboard()
    {
        var folder = Directory.CreateTempSubdirectory("stop-");
        var file = Path.Combine(folder.FullName, "kept.db");
        await using var app = new OneFile(file);
        await app.InitializeAsync();
        var id = (await app.SessionAsync("running")).GetProperty("session_id").GetString()!;

        await app.Application.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(SessionStatus.Cancelled, (await ReadAsync(file, id)).Status);
        await app.Backend.UntilAsync(all =>
            all.Logs.Any(request =>
                request.ToString().Contains(id, StringComparison.Ordinal)
                && request.ToString().Contains("cancelled", StringComparison.Ordinal)
            )
        );
        folder.Delete(recursive: true);
    }

    private static async Task<SessionState> ReadAsync(string file, string id)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                KeyValuePair.Create<string, string?>(
                    "ConnectionStrings:sessions",
                    $"Data Source={file}"
                ),
            ])
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration);
        services.AddSessionStoreReader(configuration);
        await using var provider = services.BuildServiceProvider();
        var state = await provider
            .GetRequiredService<ISessionReader>()
            .FindAsync(id, TestContext.Current.CancellationToken);
        return Assert.IsType<SessionState>(state);
    }

    /// <summary>Sessions that are long enough to be stopped, in a file that stays.</summary>
    private sealed class OneFile(string file) : WholeApp
    {
        protected override string ConnectionString(string folder) => $"Data Source={file}";

        protected override string BarInterval => "00:00:01";
    }
}
