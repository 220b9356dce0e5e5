using System.Net;
using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Faults;

/// <summary>
/// The store's file is restored from a backup, or deleted and begun again, while collector and dashboard run; as
/// <c>docs/failures.md</c> describes it.
/// </summary>
public sealed class ReplacedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_backup_is_restored_while_both_run_and_both_go_on_with_it()
    {
        var backup = Path.Combine(_folder.Path, "backup.db");
        var kept = new Ledger("kept");
        var later = new Ledger("later");
        var collector = await CollectorProcess.StartAsync(_folder.Store);
        await using var dashboard = await DashboardProcess.StartAsync(_folder.Store, collector);
        await SendAsync(collector, kept);
        await CommandAsync("backup", backup, "--store", _folder.Store);
        await SendAsync(collector, later);
        await ShowsAsync(dashboard, later);

        // The old file's log first: it must not be read as the log of the new one.
        RemoveLog();
        File.Move(backup, _folder.Store, overwrite: true);
        await RefusesAsync(collector, later);
        await collector.StopAsync();
        await collector.DisposeAsync();
        await using var next = await CollectorProcess.StartAsync(
            _folder.Store,
            $"--Kestrel:Endpoints:OtlpHttp:Url=http://127.0.0.1:{collector.HttpUrl.Port}"
        );
        var after = new Ledger("after");
        await SendAsync(next, after);

        await ShowsAsync(dashboard, after);
        Assert.NotNull(await dashboard.SessionAsync(kept.Session));
        Assert.Null(await dashboard.SessionAsync(later.Session));
        Assert.Equal(HttpStatusCode.OK, await dashboard.CodeAsync("/health"));
        await kept.AssertKeptAsync(_folder.Store);
        await after.AssertKeptAsync(_folder.Store);
    }

    [Fact]
    public async Task A_deleted_store_is_begun_again_while_both_run()
    {
        var before = new Ledger("before");
        var collector = await CollectorProcess.StartAsync(_folder.Store);
        await using var dashboard = await DashboardProcess.StartAsync(_folder.Store, collector);
        await SendAsync(collector, before);
        await ShowsAsync(dashboard, before);

        RemoveLog();
        File.Delete(_folder.Store);
        await RefusesAsync(collector, before);
        await Eventually.HoldsAsync(
            "the dashboard says that the store is away",
            async () =>
                await dashboard.CodeAsync("/health") != HttpStatusCode.OK
                || await dashboard.SessionAsync(before.Session) is null
        );
        await collector.StopAsync();
        await collector.DisposeAsync();
        await using var next = await CollectorProcess.StartAsync(_folder.Store);
        var after = new Ledger("after");
        await SendAsync(next, after);

        await ShowsAsync(dashboard, after);
        Assert.Null(await dashboard.SessionAsync(before.Session));
        Assert.Equal(HttpStatusCode.OK, await dashboard.CodeAsync("/"));
        await after.AssertKeptAsync(_folder.Store);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SendAsync(CollectorProcess collector, Ledger ledger)
    {
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        foreach (var transport in (Transport[])[Transport.Grpc, Transport.HttpProtobuf])
        {
            var answer = await ledger.SendAsync(client, transport, 20);
            Assert.True(answer.IsAcknowledged, answer.ToString());
        }
    }

    /// <summary>Nothing is acknowledged any more, and both <c>/health</c> and <c>/status</c> say why.</summary>
    private async Task RefusesAsync(CollectorProcess collector, Ledger ledger)
    {
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        foreach (var transport in (Transport[])[Transport.Grpc, Transport.HttpProtobuf])
        {
            var answer = await ledger.SendAsync(client, transport, 20);
            Assert.True(answer.AsksToComeAgain, answer.ToString());
        }

        Assert.Equal("Degraded", await collector.HealthAsync());
        var status = await collector.StatusAsync();
        Assert.Equal("degraded", status.GetProperty("state").GetString());
        Assert.Contains(
            _folder.Store,
            status.GetProperty("last_error").GetString(),
            StringComparison.Ordinal
        );
    }

    private static Task ShowsAsync(DashboardProcess dashboard, Ledger ledger) =>
        Eventually.HoldsAsync(
            $"the dashboard shows '{ledger.Session}'",
            async () => await dashboard.SessionAsync(ledger.Session) is not null
        );

    private void RemoveLog()
    {
        File.Delete(_folder.Store + "-wal");
        File.Delete(_folder.Store + "-shm");
    }

    private static async Task CommandAsync(params string[] arguments)
    {
        await using var command = await CollectorProcess.RunCommandAsync(arguments);
        Assert.True(command.ExitCode == 0, command.Output);
    }
}
