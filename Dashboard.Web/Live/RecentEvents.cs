using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// The newest events of one session in commit order, bounded in number and in text, so that a subscriber that comes back
/// soon is given what it missed. Immutable.
/// </summary>
/// <param name="Floor">Every event committed after this position is here.</param>
/// <param name="Items">In commit order.</param>
internal sealed record RecentEvents(StorePosition Floor, IReadOnlyList<StoredEvent> Items)
{
    public const int CountLimit = 500;

    /// <summary>Of messages and details together.</summary>
    public const int CharacterLimit = 512 * 1024;

    public StorePosition Newest => Items is [.., var last] ? last.Position : Floor;

    public RecentEvents With(IReadOnlyCollection<StoredEvent> later)
    {
        var newest = Newest;
        StoredEvent[] all =
        [
            .. Items,
            .. later.Where(stored => stored.Position.CompareTo(newest) > 0),
        ];
        if (all.Length == Items.Count)
        {
            return this;
        }

        var (kept, characters) = (0, 0L);
        while (kept < Math.Min(all.Length, CountLimit))
        {
            characters += EventText.LengthOf(all[^(kept + 1)].Event);
            if (characters > CharacterLimit && kept > 0)
            {
                break;
            }

            kept++;
        }

        var dropped = all.Length - kept;
        return dropped == 0
            ? new RecentEvents(Floor, all)
            : new RecentEvents(all[dropped - 1].Position, all[dropped..]);
    }

    /// <summary>What was committed after a position; null when some of it is no longer here.</summary>
    public IReadOnlyList<StoredEvent>? After(StorePosition seen)
    {
        if (seen.CompareTo(Floor) < 0)
        {
            return null;
        }

        var from = Items.Count;
        while (from > 0 && Items[from - 1].Position.CompareTo(seen) > 0)
        {
            from--;
        }

        return from == Items.Count ? [] : [.. Items.Skip(from)];
    }
}
