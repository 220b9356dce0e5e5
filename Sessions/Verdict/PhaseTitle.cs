namespace Sessions;

/// <summary>A phase's name as people read it: <c>api_phase</c> is shown as <c>Api Phase</c>.</summary>
public static class PhaseTitle
{
    public static string Of(string name) =>
        string.Join(
            ' ',
            name.Split(['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(word => char.ToUpperInvariant(word[0]) + word[1..])
        );
}
