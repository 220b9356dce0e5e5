namespace Sessions.Sqlite.Events;

/// <summary>
/// Which identities the index <c>event_identity</c> holds: those without the event's time in them. The others are found
/// by their time, see the schema.
/// </summary>
internal static class IdentityIndex
{
    /// <summary>Word for word the index's own condition: a query has to repeat it to be allowed to use the index.</summary>
    public const string Condition = "(id < -5764607523034234880 OR id >= -4611686018427387904)";

    public static bool Holds(EventId id) =>
        id.Value is < -5764607523034234880 or >= -4611686018427387904;
}
