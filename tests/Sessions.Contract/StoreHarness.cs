namespace Sessions.Contract;

/// <summary>An engine under test: a fresh, empty store with its writer and a reader.</summary>
public interface IStoreHarness : IAsyncDisposable
{
    ISessionWriter Writer { get; }

    ISessionReader Reader { get; }

    /// <summary>Closes writer and reader and opens them again on the same data, as a restart does.</summary>
    ValueTask RestartAsync();
}

/// <summary>What every group of cases builds on. An engine passes by deriving once from each group.</summary>
public abstract class StoreCases : IAsyncDisposable
{
    private readonly List<IStoreHarness> _open = [];

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    /// <summary>A fresh, empty store.</summary>
    protected abstract ValueTask<IStoreHarness> CreateStoreAsync();

    /// <summary>A fresh store that already holds a batch of these, arrived at <see cref="Samples.Arrival"/>.</summary>
    protected async ValueTask<IStoreHarness> StoreAsync(params IEnumerable<SessionEvent> events)
    {
        var store = await EmptyStoreAsync();
        await store.Writer.WriteAsync(Samples.Batch(events), Cancel);
        return store;
    }

    protected async ValueTask<IStoreHarness> EmptyStoreAsync()
    {
        var store = await CreateStoreAsync();
        _open.Add(store);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
