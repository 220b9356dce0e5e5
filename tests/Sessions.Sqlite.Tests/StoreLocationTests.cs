using Microsoft.Extensions.Configuration;
using Sessions.Sqlite.Hosting;

namespace Sessions.Sqlite.Tests;

/// <summary>Every service finds the same store, however it was started.</summary>
public sealed class StoreLocationTests
{
    [Fact]
    public void A_published_service_keeps_sessions_in_the_user_s_data_folder_wherever_it_is_started() =>
        Assert.Equal(
            Path.Combine(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.LocalApplicationData,
                    Environment.SpecialFolderOption.DoNotVerify
                ),
                "live-sessions",
                "sessions.db"
            ),
            StoreLocation.FileOf(Configuration(null), solutionFolder: null)
        );

    [Fact]
    public void In_the_solution_it_is_beside_it() =>
        Assert.Equal(
            "/solution/.data/sessions.db",
            StoreLocation.FileOf(Configuration(null), "/solution")
        );

    [Theory]
    [InlineData("Data Source=/data/s.db", "/data/s.db")]
    [InlineData("Data Source=kept/s.db", "/solution/kept/s.db")]
    public void A_connection_string_wins(string text, string expected) =>
        Assert.Equal(expected, StoreLocation.FileOf(Configuration(text), "/solution"));

    private static IConfiguration Configuration(string? connectionString) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([
                KeyValuePair.Create("ConnectionStrings:sessions", connectionString),
            ])
            .Build();
}
