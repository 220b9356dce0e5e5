using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>Types of events as people read them.</summary>
internal static class EventWords
{
    public static string Of(EventType type) =>
        type switch
        {
            EventType.RunnerStart => "session start",
            EventType.RunnerEnd => "session end",
            EventType.AutocorrectAttempt => "retry",
            EventType.SummaryUpdated => "summary",
            _ => WireName.Of(type).Replace('_', ' '),
        };
}
