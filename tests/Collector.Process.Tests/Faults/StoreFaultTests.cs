using Microsoft.Data.Sqlite;
using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Faults;

/// <summary>
/// A store that cannot be written: clients are asked to come again in their protocol's words, what was acknowledged stays,
/// and the collector goes on by itself when the cause is gone.
/// </summary>
public sealed class StoreFaultTests : IDisposable
{
    private const int Mebibyte = 1024 * 1024;
    private static readonly string LongMessage = new('x', 1_000);
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_full_disk_refuses_as_retryable_and_recovers_when_there_is_room()
    {
        using var disk = Tmpfs.MountOrSkip("size=10m");
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[5 * Mebibyte]);
        await using var collector = await CollectorProcess.StartAsync(disk.Store);
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        var ledger = new Ledger("full");

        var answer = await ledger.SendAsync(client, Transport.Grpc, 200, message: LongMessage);
        for (var sent = 1; answer.IsAcknowledged; sent++)
        {
            Assert.True(sent < 1_000, "A disk of 10 MB took 200 MB.");
            answer = await ledger.SendAsync(client, Transport.Grpc, 200, message: LongMessage);
        }

        Assert.True(ledger.Acknowledged > 0);
        Assert.True(answer.AsksToComeAgain, answer.ToString());
        foreach (var transport in Enum.GetValues<Transport>().Except([Transport.HttpJson]))
        {
            var again = await ledger.SendAsync(client, transport, 200, message: LongMessage);
            Assert.True(again.AsksToComeAgain, again.ToString());
        }

        Assert.True(collector.IsRunning);
        Assert.Equal("Degraded", await collector.HealthAsync());
        Assert.False((await collector.StatusAsync()).GetProperty("writing").GetBoolean());
        await ledger.AssertKeptAsync(disk.Store);

        File.Delete(ballast);
        await Eventually.HoldsAsync(
            "requests are taken again",
            async () =>
                (
                    await ledger.SendAsync(client, Transport.HttpProtobuf, 20, message: LongMessage)
                ).IsAcknowledged
        );

        Assert.Equal("Healthy", await collector.HealthAsync());
        await ledger.AssertKeptAsync(disk.Store);
        await collector.StopAsync();
        Assert.Equal("ok", Store.Check(disk.Store));
    }

    [Fact]
    public async Task A_store_locked_by_another_writer_refuses_as_retryable_and_recovers_when_it_is_free()
    {
        await using var collector = await CollectorProcess.StartAsync(_folder.Store);
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        var ledger = new Ledger("locked");
        Assert.True((await ledger.SendAsync(client, Transport.Grpc, 10)).IsAcknowledged);

        using (var other = new SqliteConnection($"Data Source={_folder.Store};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            using var transaction = other.BeginTransaction(deferred: false);
            var answers = await Task.WhenAll(
                ledger.SendAsync(client, Transport.Grpc, 10),
                ledger.SendAsync(client, Transport.HttpProtobuf, 10)
            );
            Assert.All(answers, answer => Assert.True(answer.AsksToComeAgain, answer.ToString()));
            Assert.Equal("Degraded", await collector.HealthAsync());
        }

        Assert.True((await ledger.SendAsync(client, Transport.Grpc, 10)).IsAcknowledged);
        Assert.Equal("Healthy", await collector.HealthAsync());
        await ledger.AssertKeptAsync(_folder.Store);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_ends_the_start_with_one_line_that_names_it()
    {
        using var disk = Tmpfs.MountOrSkip("ro");

        await using var collector = await CollectorProcess.StartAndEndAsync(disk.Store);

        Assert.NotEqual(0, collector.ExitCode);
        Assert.Contains(disk.Path, collector.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", collector.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_start_ends_it_with_one_line_that_says_so()
    {
        using var disk = Tmpfs.MountOrSkip("size=1m");
        await File.WriteAllBytesAsync(
            Path.Combine(disk.Path, "ballast"),
            new byte[Mebibyte],
            TestContext.Current.CancellationToken
        );

        await using var collector = await CollectorProcess.StartAndEndAsync(disk.Store);

        Assert.NotEqual(0, collector.ExitCode);
        Assert.Contains("free space on its disk", collector.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", collector.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
