using System.Net;
using Collector.Tests.Hosting;
using OpenTelemetry.Proto.Collector.Logs.V1;
using Sessions;

namespace Collector.Tests.Write;

/// <summary>What a fault of the store means for clients, health and status: away, or an item that it will never take.</summary>
public sealed class StoreFaultTests
{
    public static TheoryData<Exception> Faults =>
        [
            new StoreUnavailableException("disk full"),
            new StoreUnusableException("refuses this user"),
            new InvalidOperationException("an unknown code"),
        ];

    public static TheoryData<Exception> Poisons =>
        [new StoreRefusedException("a number too large"), new InvalidOperationException("a bug")];

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_store_that_takes_nothing_costs_nobody_anything_whatever_it_throws(
        Exception fault
    )
    {
        await using var collector = await RunningCollector.StartAsync();
        collector.Store.BeforeCommit = _ => throw fault;
        var answer = await SendAsync(collector, "a");
        var http = await collector.Client.HttpAsync("/v1/logs", Start("a"));
        var status = await collector.Client.StatusAsync();

        Assert.Equal(14, answer.Status);
        Assert.Contains(fault.Message, answer.Message);
        Assert.Contains("RetryInfo", System.Text.Encoding.UTF8.GetString(answer.Details));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, http.Status);
        Assert.Equal("degraded", status.GetProperty("state").GetString());
        Assert.False(status.GetProperty("writing").GetBoolean());
        Assert.Equal(fault.Message, status.GetProperty("last_error").GetString());
        Assert.False(status.TryGetProperty("receiving_since", out _));

        collector.Store.BeforeCommit = _ => Task.CompletedTask;
        Assert.Equal(0, (await SendAsync(collector, "a")).Status);
        Assert.Equal(
            "receiving",
            (await collector.Client.StatusAsync()).GetProperty("state").GetString()
        );
    }

    [Fact]
    public async Task A_store_that_is_back_is_noticed_by_the_heartbeat_without_any_request()
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Write:HeartbeatInterval"] = "00:00:00.010" }
        );
        collector.Store.BeforeCommit = _ => throw new StoreUnavailableException("away");
        Assert.Equal(14, (await SendAsync(collector, "a")).Status);
        collector.Store.BeforeCommit = _ => Task.CompletedTask;

        await Until.TrueAsync(async () =>
            (await collector.Client.StatusAsync()).GetProperty("writing").GetBoolean()
        );
        Assert.Empty(collector.Store.Events);
    }

    [Theory]
    [MemberData(nameof(Poisons), DisableDiscoveryEnumeration = true)]
    public async Task An_item_that_the_store_never_takes_is_rejected_alone(Exception fault)
    {
        var log = new RecordingLog();
        await using var collector = await RunningCollector.StartAsync(log: log);
        collector.Store.BeforeCommit = batch =>
            batch.Events.Any(e => e.SessionId is "poison") ? throw fault : Task.CompletedTask;
        var answer = await SendAsync(
            collector,
            [.. Enumerable.Range(0, 50).Select(i => i % 20 == 7 ? "poison" : $"good {i}")]
        );

        Assert.Equal(0, answer.Status);
        var partial = ExportLogsServiceResponse.Parser.ParseFrom(answer.Body).PartialSuccess;
        Assert.Equal(3, partial.RejectedLogRecords);
        Assert.Contains(fault.Message, partial.ErrorMessage);
        Assert.Equal(47, collector.Store.Events.Count);
        var status = await collector.Client.StatusAsync();
        Assert.Equal("receiving", status.GetProperty("state").GetString());
        Assert.Equal(3, status.GetProperty("stored").GetProperty("refused").GetInt32());
        Assert.Single(log.Lines, line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task A_poisoned_request_does_not_take_its_neighbours_with_it()
    {
        await using var collector = await RunningCollector.StartAsync();
        var first = new TaskCompletionSource();
        collector.Store.BeforeCommit = async batch =>
        {
            await first.Task;
            if (batch.Events.Any(e => e.SessionId is "poison"))
            {
                throw new InvalidOperationException("a bug");
            }
        };
        Task<GrpcAnswer>[] calls =
        [
            SendAsync(collector, "a"),
            SendAsync(collector, "poison"),
            SendAsync(collector, "b"),
        ];
        await Until.TrueAsync(async () =>
            (await collector.Client.StatusAsync())
                .GetProperty("queued")
                .GetProperty("requests")
                .GetInt32() == 3
        );
        first.SetResult();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(0, answer.Status));
        Assert.Equal(["a", "b"], collector.Store.Events.Select(e => e.SessionId).Order());
    }

    private static ExportLogsServiceRequest Start(params string[] sessions) =>
        Given.Request([
            .. sessions.Select(session =>
                Given.Log("runner.session.start", 1, 0, ("session.id", session))
            ),
        ]);

    private static Task<GrpcAnswer> SendAsync(
        RunningCollector collector,
        params string[] sessions
    ) => collector.Client.GrpcAsync(OtlpClient.Logs, Start(sessions));
}
