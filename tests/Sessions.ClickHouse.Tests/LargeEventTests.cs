using Sessions.ClickHouse.Tests.Contract;
using Sessions.Contract;

namespace Sessions.ClickHouse.Tests;

/// <summary>Few large events cost a reader no more than many small ones.</summary>
public sealed class LargeEventTests : IAsyncLifetime
{
    private const int Count = 200;
    private const int Length = 100_000;

    private IStoreHarness _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await ClickHouseHarness.CreateAsync();
        for (var i = 0; i < Count; i += 20)
        {
            await _store.Writer.WriteAsync(
                Samples.Batch(
                    Enumerable
                        .Range(i, 20)
                        .Select(n =>
                            Samples.Checkpoint("s", n, $"c{n}") with
                            {
                                Details = $$"""{"note":"{{new string('x', Length)}}"}""",
                            }
                        )
                ),
                Cancel
            );
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, EventType.Checkpoint)]
    public async Task A_page_is_bounded_in_text_and_the_next_one_goes_on_where_it_ended(
        bool oldestFirst,
        EventType? type
    )
    {
        var query = new EventQuery
        {
            SessionId = "s",
            OldestFirst = oldestFirst,
            Types = type is { } one ? [one] : [],
            Limit = 10_000,
        };
        var (pages, found) = (0, new List<string?>());
        for (string? next = ""; next is not null; pages++)
        {
            Assert.True(pages < 20, "The pages come to no end.");
            var page = await _store.Reader.EventsAsync(
                next.Length == 0 ? query
                    : oldestFirst ? query with { After = next }
                    : query with { Before = next },
                Cancel
            );
            Assert.InRange(EventText.LengthOf(page.Items), 1, EventText.Limit + Length + 100);
            found.AddRange(page.Items.Select(stored => stored.Event.Checkpoint));
            next = page.Next;
        }

        var names = Enumerable.Range(0, Count).Select(i => $"c{i}");
        Assert.Equal(oldestFirst ? names : names.Reverse(), found);
        Assert.InRange(pages, 3, 6);
    }

    [Fact]
    public async Task Who_follows_is_given_large_events_in_several_parts()
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        var found = new List<string?>();
        await foreach (var events in _store.Reader.FollowAsync(StorePosition.Start, late.Token))
        {
            Assert.InRange(EventText.LengthOf(events), 1, 2 * EventText.Limit);
            found.AddRange(events.Select(stored => stored.Event.Checkpoint));
            if (found.Count >= Count)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"c{i}"), found);
    }
}
