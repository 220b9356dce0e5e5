namespace Sessions;

/// <summary>Why something failed, as a runner states it: an error's message, or the end of a phase or of the session.</summary>
/// <param name="At">When it was stated, by the runner's clock, UTC.</param>
/// <param name="IsText">Whether it is a message for people; otherwise it is only the failure's type.</param>
/// <param name="Text">One line, at most <see cref="MostCharacters"/>.</param>
public sealed record StatedReason(DateTimeOffset At, bool IsText, string Text)
{
    public const int MostCharacters = 300;

    /// <returns>Null for what is no failure or gives no reason.</returns>
    internal static StatedReason? Of(SessionEvent e)
    {
        var isBad =
            e.Type == EventType.Error
            || (
                e.Type is EventType.PhaseEnd or EventType.RunnerEnd
                && e.Status
                    is EventStatus.Fail
                        or EventStatus.Failed
                        or EventStatus.Error
                        or EventStatus.Timeout
            );
        var said = isBad ? OutcomeWords.RestOf(e.Message, e.Phase) : null;
        var text = isBad ? said ?? e.ErrorType : null;
        // What stands for a failure of no better name is no reason.
        return text is null or "" or "_OTHER" or "timeout"
            ? null
            : new StatedReason(e.Timestamp, said is not null, OneLine(text));
    }

    /// <summary>The better of two: a message before a type, then the later one.</summary>
    internal static StatedReason? Better(StatedReason? a, StatedReason? b) =>
        a is null || b is null
            ? a ?? b
            : (a.IsText, a.At).CompareTo((b.IsText, b.At)) switch
            {
                0 => string.CompareOrdinal(a.Text, b.Text) >= 0 ? a : b,
                > 0 => a,
                _ => b,
            };

    private static string OneLine(string text)
    {
        var end = text.AsSpan().Trim().IndexOfAny('\r', '\n');
        var line = text.Trim();
        line = end < 0 ? line : line[..end];
        if (line.Length > MostCharacters)
        {
            var cut = char.IsHighSurrogate(line[MostCharacters - 2]) ? 2 : 1;
            line = line[..(MostCharacters - cut)] + "…";
        }

        return line;
    }
}
