namespace Sessions;

/// <summary>The beats of one range of a session.</summary>
/// <param name="Count">How many; the rest says something only where there is one at least.</param>
/// <param name="Oldest">The first of them.</param>
/// <param name="Newest">The last of them.</param>
/// <param name="Equity">What the last one states, if anything.</param>
public readonly record struct BeatGroup(
    long Count,
    BeatTick Oldest,
    BeatTick Newest,
    double? Equity
)
{
    /// <summary>Reads every beat, for engines that keep no summary.</summary>
    public static async ValueTask<IReadOnlyList<BeatGroup>> WalkAsync(
        ISessionReader reader,
        string sessionId,
        IReadOnlyList<BeatRange> ranges,
        CancellationToken cancellationToken
    )
    {
        var beats = await BeatWalk.AllAsync(reader, sessionId, cancellationToken);
        return
        [
            .. ranges.Select(range =>
            {
                var inside = beats.FindAll(e => range.Holds(EventCursor.Of(e)));
                return inside.Count == 0
                    ? default
                    : new BeatGroup(
                        inside.Count,
                        BeatTick.Of(inside[0]),
                        BeatTick.Of(inside[^1]),
                        inside[^1].Figures?.Equity
                    );
            }),
        ];
    }
}

/// <summary>A part of a session's order.</summary>
/// <param name="After">Exclusive; null is from its beginning.</param>
/// <param name="UpTo">Inclusive; null is up to its end.</param>
public readonly record struct BeatRange(EventCursor? After, EventCursor? UpTo)
{
    public bool Holds(EventCursor place) =>
        !(After is { } after && place.CompareTo(after) <= 0)
        && !(UpTo is { } upTo && place.CompareTo(upTo) > 0);
}
