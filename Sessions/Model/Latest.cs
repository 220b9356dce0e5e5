namespace Sessions;

/// <summary>A figure with the time it was stated: of two, the later one stands; at the same time, the greater.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Timestamp">When the runner stated it, UTC.</param>
public readonly record struct Latest<T>(T Value, DateTimeOffset Timestamp)
    where T : struct, IComparable<T>
{
    /// <summary>The later of what is known and what is stated now; independent of order.</summary>
    public static Latest<T>? Of(Latest<T>? known, T? value, DateTimeOffset timestamp)
    {
        if (value is not { } stated)
        {
            return known;
        }

        return
            known is { } k
            && (
                k.Timestamp > timestamp
                || (k.Timestamp == timestamp && k.Value.CompareTo(stated) >= 0)
            )
            ? k
            : new Latest<T>(stated, timestamp);
    }
}
