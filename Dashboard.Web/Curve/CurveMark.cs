using System.Globalization;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Curve;

/// <summary>A moment on the curve that something happened at.</summary>
/// <param name="X">Where.</param>
/// <param name="Glyph">The sign.</param>
/// <param name="Words">What it was, with its time.</param>
public sealed record CurveMark(double X, string Glyph, string Words)
{
    /// <summary>What is marked.</summary>
    public static IReadOnlyList<EventType> Types { get; } =
    [EventType.Checkpoint, EventType.Error, EventType.AutocorrectAttempt];

    /// <summary>Signs closer than this would touch.</summary>
    private const double Apart = EquityDrawing.Full / 36.0;

    /// <summary>In order of time; of those that would touch the gravest.</summary>
    internal static IReadOnlyList<CurveMark> Of(IEnumerable<SessionEvent> events, DrawingBox box)
    {
        var marks = new List<(CurveMark Mark, int Gravity)>();
        foreach (var e in events.Where(e => Types.Contains(e.Type)).OrderBy(e => e.Timestamp))
        {
            var (mark, gravity) = (Of(e, box), Gravity(e));
            if (marks.Count == 0 || mark.X - marks[^1].Mark.X >= Apart)
            {
                marks.Add((mark, gravity));
            }
            else if (gravity > marks[^1].Gravity)
            {
                marks[^1] = (mark with { X = marks[^1].Mark.X }, gravity);
            }
        }

        return [.. marks.Select(m => m.Mark)];
    }

    private static CurveMark Of(SessionEvent e, DrawingBox box) =>
        new(
            box.X(e.Timestamp),
            e.Type == EventType.AutocorrectAttempt ? "🔁" : EventIcon.Of(e).Glyph,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{e.Timestamp.UtcDateTime:HH:mm:ss} {e.Checkpoint ?? e.ErrorType ?? e.Message}"
            )
        );

    private static int Gravity(SessionEvent e) =>
        e switch
        {
            { Type: EventType.Error } => 4,
            { Type: EventType.Checkpoint, Status: EventStatus.Fail } => 3,
            { Type: EventType.AutocorrectAttempt } => 2,
            { Status: EventStatus.Warn } => 1,
            _ => 0,
        };
}
