using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

public sealed class ReaderWithoutStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_says_that_the_store_is_not_there_and_goes_on_when_it_appears()
    {
        await using var reader = new SqliteSessionReader(_folder.Store);
        var missing = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await reader.FindAsync("s", _cancel)
        );
        Assert.Contains(_folder.Store, missing.Message, StringComparison.Ordinal);

        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UnixEpoch.AddYears(50) };
        batch.Events.Add(
            new SessionEvent
            {
                SessionId = "s",
                Type = EventType.RunnerStart,
                Timestamp = DateTimeOffset.UnixEpoch.AddYears(50),
                TraceId = "0af7651916cd43dd8448eb211c80319c",
                Session = new SessionHeader { RunnerName = "r", InitialCapital = 10_000 },
            }
        );
        Assert.Equal(1, (await writer.WriteAsync(batch, _cancel)).Added);
        Assert.Equal(1, (await writer.WriteAsync(batch, _cancel)).Known);

        var session = await reader.FindAsync("s", _cancel);
        Assert.Equal("r", session?.RunnerName);
        Assert.Equal(1, session?.Counts.Events);
        var events = await reader.EventsAsync(new EventQuery { SessionId = "s" }, _cancel);
        Assert.Equal(batch.Events, events.Items.Select(stored => stored.Event));
        await foreach (var next in reader.FollowAsync(StorePosition.Start, _cancel))
        {
            Assert.Equal(batch.Events[0], Assert.Single(next).Event);
            break;
        }

        foreach (var sort in Enum.GetValues<SessionSort>())
        {
            var list = await reader.ListAsync(new SessionQuery { Sort = sort }, _cancel);
            Assert.Equal("s", Assert.Single(list.Items).Id);
        }
    }

    public void Dispose() => _folder.Dispose();
}
