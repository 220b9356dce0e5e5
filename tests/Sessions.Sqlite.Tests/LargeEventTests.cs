using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>Few large events cost a reader no more than many small ones.</summary>
public sealed class LargeEventTests : IDisposable
{
    private const int Count = 60;
    private const int Length = 250_000;

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_is_bounded_in_text_and_the_next_one_goes_on_where_it_ended(
        bool oldestFirst
    )
    {
        await using var writer = await WrittenAsync();
        await using var reader = new SqliteSessionReader(_folder.Store);
        var query = new EventQuery
        {
            SessionId = "s",
            OldestFirst = oldestFirst,
            Limit = 10_000,
        };

        var (pages, found) = (0, new List<string?>());
        for (string? next = ""; next is not null; pages++)
        {
            var page = await reader.EventsAsync(
                next.Length == 0 ? query
                    : oldestFirst ? query with { After = next }
                    : query with { Before = next },
                TestContext.Current.CancellationToken
            );
            Assert.InRange(EventText.LengthOf(page.Items), 1, EventText.Limit + Length + 100);
            found.AddRange(page.Items.Select(stored => stored.Event.Checkpoint));
            next = page.Next;
        }

        var names = Enumerable.Range(0, Count).Select(i => $"c{i}");
        Assert.Equal(oldestFirst ? names : names.Reverse(), found);
        Assert.InRange(pages, 2, 4);
    }

    [Fact]
    public async Task Who_follows_is_given_large_events_in_several_parts()
    {
        await using var writer = await WrittenAsync();
        await using var reader = new SqliteSessionReader(_folder.Store);

        var found = new List<string?>();
        await foreach (
            var events in reader.FollowAsync(
                StorePosition.Start,
                TestContext.Current.CancellationToken
            )
        )
        {
            Assert.InRange(EventText.LengthOf(events), 1, EventText.Limit + Length + 100);
            found.AddRange(events.Select(stored => stored.Event.Checkpoint));
            if (found.Count == Count)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"c{i}"), found);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<SqliteSessionWriter> WrittenAsync()
    {
        var writer = SqliteSessionWriter.Open(_folder.Store);
        for (var i = 0; i < Count; i++)
        {
            var large = Samples.Checkpoint("s", i, $"c{i}") with
            {
                Details = $$"""{"note":"{{new string('x', Length)}}"}""",
            };
            await writer.WriteAsync(Samples.Batch(large), TestContext.Current.CancellationToken);
        }

        return writer;
    }
}
