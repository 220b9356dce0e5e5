using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace StandIns.Tests;

/// <summary>How an application ends: by itself, by a signal, by force.</summary>
[Collection(nameof(ShutdownTests))]
public sealed class ShutdownTests
{
    static readonly TimeSpan fiveSeconds = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_everything_within_five_seconds_what_others_wait_for_last(
        string signal
    )
    {
        using var app = new AppHostProcess();
        await app.StartedAsync();
        var processes = await ProcessesAsync();

        await app.SignalAsync(signal);

        Assert.Equal(0, await app.ExitAsync());
        await AppHostProcess.GoneAsync(processes, fiveSeconds);
        Assert.Equal(
            ["back-end started", "front started", "front stopped", "back-end stopped"],
            await File.ReadAllLinesAsync(app.Journal, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task When_the_AppHost_is_killed_no_process_outlives_it_by_five_seconds()
    {
        using var app = new AppHostProcess();
        await app.StartedAsync();
        var processes = await ProcessesAsync();

        await app.SignalAsync("KILL");

        await AppHostProcess.GoneAsync(processes, fiveSeconds);
        Assert.Equal(128 + 9, await app.ExitAsync());
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_that_names_resource_and_port()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 29571);
        busy.Start();
        using var app = new AppHostProcess();

        Assert.Equal(1, await app.ExitAsync(within: TimeSpan.FromSeconds(30)));
        Assert.Contains(
            "Port 29571 is already in use; endpoint 'http' of resource 'back-end' needs it. "
                + "End what listens there, or change it in ",
            app.Output
        );
        Assert.DoesNotContain("   at ", app.Output);
        Assert.False(File.Exists(app.Journal));
    }

    [Fact]
    public async Task A_resource_that_cannot_start_ends_the_application_with_its_complaint()
    {
        using var app = new AppHostProcess("--Front:SAMPLE_FAILS=The folder /x cannot be read.");

        Assert.Equal(1, await app.ExitAsync(within: TimeSpan.FromSeconds(30)));
        Assert.Contains(
            "Resource 'front' exited with code 3 before it was healthy: The folder /x cannot be read.",
            app.Output
        );
        Assert.Equal(
            ["back-end started", "back-end stopped"],
            await File.ReadAllLinesAsync(app.Journal, TestContext.Current.CancellationToken)
        );
    }

    static async Task<int[]> ProcessesAsync()
    {
        // The service itself, and a child that it started and knows nothing more of.
        using var client = new HttpClient();
        return (
            await client.GetFromJsonAsync<int[]>(
                "http://localhost:29571/processes",
                TestContext.Current.CancellationToken
            )
        )!;
    }
}
