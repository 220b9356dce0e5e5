namespace Sessions.Sqlite.Events;

/// <summary>
/// By which index an identity is found: those that name a span by the span's trace, those that hold the event's time by
/// that time, the rest by themselves. See the schema.
/// </summary>
internal static class IdentityIndex
{
    /// <summary>Word for word the condition of <c>event_identity</c>: a query has to repeat it to be allowed to use the index.</summary>
    public const string Condition = "(id < -6917529027641081856 OR id >= -3458764513820540928)";

    /// <summary>The same of <c>event_span</c>.</summary>
    public const string SpanCondition =
        "(id >= -6917529027641081856 AND id < -5764607523034234880 OR id >= -4611686018427387904 AND id < -3458764513820540928)";

    /// <summary>Whether <c>event_identity</c> holds it.</summary>
    public static bool Holds(EventId id) =>
        id.Value is < -6917529027641081856 or >= -3458764513820540928;

    /// <summary>Whether <c>event_span</c> holds it.</summary>
    public static bool HoldsSpan(EventId id) => !Holds(id) && !id.IsOfItsTime;
}
