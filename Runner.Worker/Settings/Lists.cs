using System.Globalization;

namespace Runner.Worker.Settings;

/// <summary>Settings that are lists: values separated by commas, so that one line of any configuration source sets them.</summary>
static class Lists
{
    public static string[] Words(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static bool AreNumbers(string list) =>
        Words(list) is { Length: > 0 } words
        && words.All(w =>
            int.TryParse(w, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        );

    public static int[] Numbers(string list) =>
        [.. Words(list).Select(w => int.Parse(w, CultureInfo.InvariantCulture))];
}
