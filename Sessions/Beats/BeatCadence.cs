namespace Sessions;

/// <summary>How a session usually beats.</summary>
/// <param name="Spacing">The usual time between two beats that arrived; zero while unknown.</param>
/// <param name="Step">By how much their numbers usually rise, at least 1.</param>
public readonly record struct BeatCadence(TimeSpan Spacing, long Step)
{
    /// <summary>How many beats it is learned from, the newest ones.</summary>
    public const int Sample = 1_000;

    /// <summary>
    /// The median, or the stated interval when that is longer, so that an exporter that passes on every twelfth beat makes
    /// no gaps.
    /// </summary>
    /// <param name="newest">The session's newest beats, at most <see cref="Sample"/>, in order.</param>
    /// <param name="intervalSeconds">The stated interval (<see cref="SessionState.BeatIntervalSeconds"/>), if any.</param>
    public static BeatCadence Of(IReadOnlyList<BeatTick> newest, double? intervalSeconds)
    {
        var stated = intervalSeconds is > 0 and < 30 * 86400.0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
        var numbered = newest.Where(beat => beat.Number > 0).ToList();
        if (numbered.Count == 0)
        {
            return new BeatCadence(TimeSpan.Zero, 1);
        }

        var pairs = numbered.Zip(numbered.Skip(1)).ToList();
        var usual = TimeSpan.FromTicks(
            Median(pairs, pair => (pair.Second.At - pair.First.At).Ticks)
        );
        return new BeatCadence(
            usual > stated ? usual : stated,
            Math.Max(1, Median(pairs, pair => pair.Second.Number - pair.First.Number))
        );
    }

    /// <summary>How many beats are missing between two that follow each other.</summary>
    public long Missing(TimeSpan pause) =>
        Spacing <= TimeSpan.Zero ? 0 : (long)Math.Round(pause / Spacing) - 1;

    /// <summary>How many were due since the last one: whole ones, with some slack.</summary>
    public long Due(TimeSpan silence) =>
        Spacing <= TimeSpan.Zero ? 0 : (long)Math.Floor(silence / Spacing - 0.25);

    private static long Median<T>(List<T> items, Func<T, long> value) =>
        items.Count == 0 ? 0 : items.Select(value).Order().ElementAt(items.Count / 2);
}
