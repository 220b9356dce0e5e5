using Sessions;

namespace Collector.Tests.Hosting;

/// <summary>For comparing by type alone.</summary>
internal static class EventTypes
{
    public static IEnumerable<EventType> Types(this IEnumerable<SessionEvent> events) =>
        events.Select(e => e.Type);
}
