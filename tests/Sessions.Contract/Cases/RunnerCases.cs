using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>Runners by pages, with their newest sessions.</summary>
public abstract class RunnerCases : StoreCases
{
    [Fact]
    public async Task Pages_give_every_runner_once_by_name_with_its_newest_sessions()
    {
        var store = await ManyAsync();

        var all = await AllAsync(store.Reader, new RunnerQuery { Limit = 2 });

        Assert.Equal(
            ["Import", "backup", "café", "one", "trader"],
            all.Select(runner => runner.Name)
        );
        var trader = all[^1];
        Assert.Equal(
            Enumerable.Range(10, RunnerSessions.MostSessions).Reverse().Select(i => $"trader-{i}"),
            trader.Newest.Select(session => session.Id)
        );
        Assert.Equal(
            new RunnerSession(
                "trader-58",
                Samples.At(5800),
                SessionStatus.Failed,
                TimeSpan.FromSeconds(58)
            ),
            trader.Newest[1]
        );
        // The newest, and those that have not ended.
        Assert.Equal(
            ["trader-15", "trader-30", "trader-45", "trader-59"],
            trader.States.Keys.Order()
        );
        Assert.Equal("trader-59", trader.Latest.Id);
        Assert.Equal(TimeSpan.FromSeconds(59), trader.Newest[0].Duration);
    }

    [Fact]
    public async Task One_runner_comes_with_the_states_of_its_sessions()
    {
        var store = await ManyAsync();

        var trader = await store.Reader.FindRunnerAsync("trader", Cancel);
        var page = await store.Reader.RunnersAsync(new RunnerQuery { Text = "trader" }, Cancel);

        Assert.Equal(Assert.Single(page.Items).Newest, trader!.Newest);
        Assert.Equal(RunnerSessions.MostSessions, trader.States.Count);
        Assert.Null(await store.Reader.FindRunnerAsync("trade", Cancel));
    }

    [Theory]
    [InlineData("AF", "café")]
    [InlineData("É", "café")]
    [InlineData("o", "Import", "one")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("", "Import", "backup", "café", "one", "trader")]
    public async Task A_text_is_part_of_the_name(string text, params string[] found)
    {
        var store = await ManyAsync();

        var all = await AllAsync(store.Reader, new RunnerQuery { Text = text, Limit = 1 });

        Assert.Equal(found.Where(name => name != ""), all.Select(runner => runner.Name));
    }

    [Fact]
    public async Task A_runner_is_known_by_the_name_that_its_sessions_end_up_with()
    {
        var store = await StoreAsync(Samples.Checkpoint("s", 1, "before it says whose it is"));
        await store.Writer.WriteAsync(Samples.Batch(Samples.Begin("s", 0, "late")), Cancel);

        var page = await store.Reader.RunnersAsync(new RunnerQuery(), Cancel);

        Assert.Equal("late", Assert.Single(page.Items).Name);
    }

    [Fact]
    public async Task An_empty_store_has_no_runners() =>
        Assert.Empty(
            (await (await EmptyStoreAsync()).Reader.RunnersAsync(new RunnerQuery(), Cancel)).Items
        );

    /// <summary>60 sessions of one runner, every fifteenth without an end, and four runners with one.</summary>
    private async Task<IStoreHarness> ManyAsync()
    {
        var store = await EmptyStoreAsync();
        var batch = Samples.Batch();
        for (var i = 0; i < 60; i++)
        {
            var (id, at) = ($"trader-{i}", i * 100.0);
            batch.Events.Add(Samples.Begin(id, at));
            if (i % 15 != 0 || i == 0)
            {
                batch.Events.Add(
                    Samples.End(id, at + i, i % 2 == 0 ? EventStatus.Failed : EventStatus.Success)
                );
            }
        }

        foreach (var name in (string[])["one", "backup", "Import", "café"])
        {
            batch.Events.Add(Samples.Begin($"of-{name.Length}-{name[0]}", 5, name));
        }

        await store.Writer.WriteAsync(batch, Cancel);
        return store;
    }

    private static async Task<List<RunnerSessions>> AllAsync(
        ISessionReader reader,
        RunnerQuery query
    )
    {
        var all = new List<RunnerSessions>();
        var pages = 0;
        do
        {
            Assert.True(++pages < 10_000, "The pages come to no end.");
            var page = await reader.RunnersAsync(query, Cancel);
            Assert.True(page.Items.Count <= query.Limit);
            all.AddRange(page.Items);
            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null);

        return all;
    }
}
