using System.Globalization;
using System.Net;

namespace AppHost.Tests.Fleet;

/// <summary>
/// The engine goes away under a collector and a dashboard, and comes back; <c>OUTAGE_SECONDS</c> says for how long.
/// </summary>
public sealed class EngineAwayTests
{
    static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        double.Parse(
            Environment.GetEnvironmentVariable("OUTAGE_SECONDS") ?? "0",
            CultureInfo.InvariantCulture
        )
    );

    readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_say_so_keep_what_they_have_and_recover_by_themselves()
    {
        await using var machines = await Machines.StartAsync();
        var collector = await machines.StartCollectorAsync();
        await machines.StartDashboardAsync(collector);
        var session = new Told("away", 3);
        foreach (var request in session.Requests().SkipLast(1))
        {
            Assert.Equal(200, await collector.SendAsync(request));
        }

        Assert.Equal(200, await collector.SendAsync(session.Retry()));
        using var page = await machines.Dashboard.GetAsync($"/sessions/{session.Id}", _stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        // Somebody follows it: the stream stays open all the while.
        using var json = await OpenAsync(machines, $"/api/sessions/{session.Id}/stream");

        await machines.StopEngineAsync();
        await Task.Delay(Outage, _stop);
        var late = session.Checkpoint("sent while the engine was away");
        Assert.Equal("14", await collector.SendByGrpcAsync(late));
        using (var refused = await collector.AnswerAsync(late))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        using var away = await machines.Dashboard.GetAsync($"/sessions/{session.Id}", _stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains(
            "The store cannot be read",
            await away.Content.ReadAsStringAsync(_stop),
            StringComparison.Ordinal
        );

        await UntilAsync(json, "telemetry_down");

        await machines.RestartEngineAsync();
        await UntilStoredAsync(collector, late);
        await UntilAsync(json, "sent while the engine was away");
        using var back = await machines.Dashboard.GetAsync($"/sessions/{session.Id}", _stop);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    async Task<StreamReader> OpenAsync(Machines machines, string path) =>
        new(await machines.Dashboard.GetStreamAsync(path, _stop));

    /// <summary>As an exporter does that was told to come again.</summary>
    async Task UntilStoredAsync(FleetCollector collector, byte[] request)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(180));
        while (await collector.SendAsync(request) != 200)
        {
            await Task.Delay(200, deadline.Token);
        }
    }

    async Task UntilAsync(StreamReader stream, string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(180));
        while (await stream.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("the stream ended");
    }
}
