using Sessions.Sqlite.Events;

namespace Sessions.Sqlite.Write;

/// <summary>A row of the table <c>event</c> on its way there.</summary>
/// <param name="Session">Number of its session.</param>
/// <param name="Event">What it says.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Kind">Its phase, type and level.</param>
/// <param name="Position">Its place in commit order.</param>
/// <param name="ArrivedAt">When it arrived.</param>
internal readonly record struct EventRow(
    long Session,
    SessionEvent Event,
    EventId Id,
    EventKind Kind,
    long Position,
    DateTimeOffset ArrivedAt
);
