using System.Globalization;

namespace Dashboard.Web.Delivery;

/// <summary>
/// Lines of a table as RFC 4180 has them. Text that a spreadsheet would run as a formula begins with an apostrophe.
/// Numbers and times are written the same everywhere: with a point, in UTC.
/// </summary>
internal static class Csv
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>One line with its end.</summary>
    /// <param name="values">Text, numbers, moments, or null for an empty field.</param>
    public static string Line(params IEnumerable<object?> values) =>
        string.Join(',', values.Select(Field)) + "\r\n";

    private static string Field(object? value) =>
        value switch
        {
            null => "",
            DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            string text => Quoted(
                text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text
            ),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => Quoted(value.ToString() ?? ""),
        };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 && text == text.Trim()
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
