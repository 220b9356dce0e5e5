using System.Globalization;
using ProcessTests.Running;
using Sessions;
using Sessions.Sqlite.Write;

namespace ProcessTests.Alerts;

/// <summary>What happened is told once, whenever the alerter or the receiver of its messages is killed.</summary>
public sealed class KillTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly int _seed = Environment.TickCount;
    private SqliteSessionWriter _store = null!;
    private AlertReceiverProcess _receiver = null!;
    private AlerterProcess _alerter = null!;

    private static int Kills =>
        int.Parse(
            Environment.GetEnvironmentVariable("ALERTS_KILLS") ?? "5",
            CultureInfo.InvariantCulture
        );

    private string Taken => Path.Combine(_folder.Path, "taken");

    public async ValueTask InitializeAsync()
    {
        _store = SqliteSessionWriter.Open(_folder.Store);
        _receiver = await AlertReceiverProcess.StartAsync(Taken);
        _alerter = await StartAlerterAsync();
        // Its first look tells nothing of what was over before.
        await WriteAsync("first", "first", EventStatus.Failed);
        await UntilToldAsync("first", "opened");
    }

    public async ValueTask DisposeAsync()
    {
        await _alerter.DisposeAsync();
        await _receiver.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_told_twice_to_a_receiver_that_knows_the_keys()
    {
        var random = new Random(_seed);
        for (var round = 0; round < Kills; round++)
        {
            var runner = $"job-{round}";
            await WriteAsync(runner, $"{runner}-bad", EventStatus.Failed);
            await PauseAsync(random);
            if (round % 2 == 0)
            {
                await _alerter.KillAsync();
                await _alerter.DisposeAsync();
                _alerter = await StartAlerterAsync();
            }
            else
            {
                var port = _receiver.Url.Port;
                await _receiver.KillAsync();
                await _receiver.DisposeAsync();
                _receiver = await AlertReceiverProcess.StartAsync(Taken, port);
            }

            await PauseAsync(random);
            await WriteAsync(runner, $"{runner}-good", EventStatus.Success);
            await UntilToldAsync(runner, "resolved", "passed");
        }

        var taken = _receiver.Taken;
        Assert.Distinct(taken.Select(message => message.Key));
        for (var round = 0; round < Kills; round++)
        {
            var told = taken.Where(message => message.Runner == $"job-{round}").ToArray();
            string[] expected = told.Length == 1 ? ["passed"] : ["opened", "resolved"];
            Assert.Equal(expected, told.Select(message => message.Event));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {taken.Count} messages taken, {_receiver.Repeated} of them sent again under the same key, seed {_seed}"
        );
    }

    private Task<AlerterProcess> StartAlerterAsync() =>
        AlerterProcess.StartAsync(
            _folder.Store,
            [
                "--Alerts:Channels:hook:Type=webhook",
                $"--Alerts:Channels:hook:Url={_receiver.Url}",
                "--Alerts:Channels:hook:AllowPrivateAddress=true",
            ]
        );

    /// <summary>Any moment of the next look, of the delivery after it, or of both.</summary>
    private static Task PauseAsync(Random random) =>
        Task.Delay(random.Next(400), TestContext.Current.CancellationToken);

    private Task UntilToldAsync(string runner, params string[] events) =>
        Eventually.HoldsAsync(
            $"{runner} is told as {string.Join(" or ", events)}",
            () =>
                Task.FromResult(
                    _receiver.Taken.Any(message =>
                        message.Runner == runner && events.Contains(message.Event)
                    )
                ),
            () =>
                $"Told: {string.Join(", ", _receiver.Taken.Where(message => message.Runner == runner))}. The alerter {(_alerter.IsRunning ? "runs" : "has ended")} and said:\n{_alerter.Output}"
        );

    private async Task WriteAsync(string runner, string session, EventStatus end)
    {
        var now = DateTimeOffset.UtcNow;
        var batch = new WriteBatch { ArrivedAt = now };
        batch.Events.Add(
            new SessionEvent
            {
                SessionId = session,
                Type = EventType.RunnerStart,
                Timestamp = now,
                Session = new SessionHeader { RunnerName = runner },
            }
        );
        batch.Events.Add(
            new SessionEvent
            {
                SessionId = session,
                Type = EventType.RunnerEnd,
                Timestamp = now.AddMilliseconds(1),
                Status = end,
            }
        );
        await _store.WriteAsync(batch, default);
    }
}
