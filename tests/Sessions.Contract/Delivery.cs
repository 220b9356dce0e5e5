namespace Sessions.Contract;

/// <summary>Delivers signals as OTLP may: in any order, some twice, in batches of any size, with restarts between.</summary>
public static class Delivery
{
    public static async Task InOrderAsync(ISessionWriter writer, IEnumerable<Signal> signals) =>
        await writer.WriteAsync(Batch(signals, Samples.Arrival), CancellationToken.None);

    public static async Task AnyhowAsync(IStoreHarness store, IEnumerable<Signal> signals, int seed)
    {
        var random = new Random(seed);
        var all = signals.ToList();
        all.AddRange(all.Where(_ => random.Next(4) == 0).ToList());
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all));
        for (var from = 0; from < all.Count; )
        {
            var size = Math.Min(random.Next(1, 8), all.Count - from);
            await store.Writer.WriteAsync(
                Batch(all.Skip(from).Take(size), Samples.Arrival.AddSeconds(from)),
                CancellationToken.None
            );
            from += size;
            if (random.Next(10) == 0)
            {
                await store.RestartAsync();
            }
        }
    }

    private static WriteBatch Batch(IEnumerable<Signal> signals, DateTimeOffset arrivedAt)
    {
        var batch = new WriteBatch { ArrivedAt = arrivedAt };
        foreach (var signal in signals)
        {
            if (signal.Event is { } e)
            {
                batch.Events.Add(e);
            }

            if (signal.Figure is { } figure)
            {
                batch.Figures.Add(figure);
            }

            if (signal.Point is { } point)
            {
                batch.Points.Add(point);
            }
        }

        return batch;
    }
}
