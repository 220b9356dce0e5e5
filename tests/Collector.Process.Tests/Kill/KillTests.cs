using System.Globalization;
using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Kill;

/// <summary>What was acknowledged outlives the process, however it ends.</summary>
public sealed class KillTests : IDisposable
{
    private const string KillsVariable = "COLLECTOR_KILLS";
    private const int Senders = 6;
    private const int ItemsPerRequest = 50;
    private readonly TempFolder _folder = new();

    private static int Kills =>
        int.Parse(
            Environment.GetEnvironmentVariable(KillsVariable) ?? "5",
            CultureInfo.InvariantCulture
        );

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_once_after_the_restart()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var ledgers = new List<Ledger>();
        for (var round = 0; round < Kills; round++)
        {
            var ledger = new Ledger($"kill{round}");
            ledgers.Add(ledger);
            await using (var collector = await CollectorProcess.StartAsync(_folder.Store))
            {
                await LoadUntilAsync(collector, ledger, random, c => c.KillAsync());
            }

            await using var restarted = await CollectorProcess.StartAsync(_folder.Store);
            await ledger.AssertKeptAsync(_folder.Store);
        }

        foreach (var ledger in ledgers)
        {
            await ledger.AssertKeptAsync(_folder.Store);
        }

        Assert.Equal("ok", Store.Check(_folder.Store));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {ledgers.Sum(l => l.Acknowledged):N0} items acknowledged, seed {seed}"
        );
    }

    [Fact]
    public async Task Sessions_in_turn_outlive_a_kill_while_the_places_of_their_events_are_settled()
    {
        // An event or a few of each session to a commit: what one collector leaves unsettled the next one settles.
        var ledger = new Ledger("turn", sessions: 200);
        for (var round = 0; round < Kills; round++)
        {
            await using (var collector = await CollectorProcess.StartAsync(_folder.Store))
            {
                await LoadUntilAsync(
                    collector,
                    ledger,
                    new Random(),
                    c => c.KillAsync(),
                    itemsPerRequest: 200,
                    leastRequests: 30
                );
            }

            await ledger.AssertKeptAsync(_folder.Store);
            Assert.Equal("ok", Store.Check(_folder.Store));
        }
    }

    [Fact]
    public async Task A_stop_under_load_answers_or_refuses_and_keeps_what_it_answered()
    {
        var ledger = new Ledger("stop");
        await using var collector = await CollectorProcess.StartAsync(_folder.Store);

        await LoadUntilAsync(collector, ledger, new Random(), c => c.StopAsync());

        Assert.Equal(0, collector.ExitCode);
        await ledger.AssertKeptAsync(_folder.Store);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Sends over both transports as fast as it goes, and ends the collector at a random moment in the middle of it.</summary>
    private static async Task LoadUntilAsync(
        CollectorProcess collector,
        Ledger ledger,
        Random random,
        Func<CollectorProcess, Task> end,
        int itemsPerRequest = ItemsPerRequest,
        int leastRequests = 1
    )
    {
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        var enough = ledger.Acknowledged + random.Next(leastRequests, 60) * itemsPerRequest;
        var spins = random.Next(0, 2_000_000);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable
            .Range(0, Senders)
            .Select(i => Task.Run(() => SendAsync(i)))
            .ToArray();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        // A moment that no acknowledgement determines: anywhere in a commit.
        Thread.SpinWait(spins);
        await end(collector);
        await Task.WhenAll(senders).WaitAsync(TimeSpan.FromSeconds(60));

        async Task SendAsync(int sender)
        {
            var transport = sender % 2 == 0 ? Transport.Grpc : Transport.HttpProtobuf;
            var signal = sender % 3 == 0 ? OtlpSignal.Traces : OtlpSignal.Logs;
            try
            {
                while (collector.IsRunning)
                {
                    var answer = await ledger.SendAsync(client, transport, itemsPerRequest, signal);
                    Assert.True(answer.IsAcknowledged || answer.AsksToComeAgain, answer.ToString());
                    if (ledger.Acknowledged >= enough)
                    {
                        reached.TrySetResult();
                    }
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // The connection went with the process; nothing was acknowledged.
            }
            catch (Exception unexpected)
            {
                reached.TrySetException(unexpected);
                throw;
            }
        }
    }
}
