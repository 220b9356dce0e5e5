using System.Globalization;
using System.Text.Json;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.CustomFigures;

/// <summary>Values of figures as the page writes them.</summary>
internal static class FigureWords
{
    private const double Largest = 1e15;

    /// <returns>For example <c>12,500 row</c>, <c>0.0314</c> or <c>1.5 MB</c>.</returns>
    public static string Of(double value, string unit)
    {
        if (unit == "By")
        {
            return Bytes(value);
        }

        var shown = Unit(unit);
        return shown.Length == 0 ? Number(value)
            : shown == "%" ? $"{Number(value)} %"
            : $"{Number(value)} {shown}";
    }

    /// <summary>How many values a histogram has, and between which bounds they lie where that is known.</summary>
    public static string Spread(FigureAmount amount, string unit)
    {
        var count = amount.Count.ToString("N0", CultureInfo.InvariantCulture);
        return amount is { Min: { } min, Max: { } max }
            ? $"{count} values, {Of(min, unit)} to {Of(max, unit)}"
            : $"{count} values";
    }

    /// <summary>A JSON object as <c>key=value</c>, separated by commas.</summary>
    public static string Attributes(string? json)
    {
        if (json is null)
        {
            return "";
        }

        using var document = JsonDocument.Parse(json);
        return string.Join(
            ", ",
            document
                .RootElement.EnumerateObject()
                .Select(attribute => $"{attribute.Name}={Legible.Of(attribute.Value.ToString())}")
        );
    }

    private static string Number(double value)
    {
        var size = Math.Abs(value);
        var digits = size.ToString(
            size >= Largest || (size < 1e-4 && size > 0) ? "0.###E+0"
                : size >= 1000 || size == Math.Floor(size) ? "#,0.##"
                : size >= 1 ? "0.###"
                : "0.######",
            CultureInfo.InvariantCulture
        );
        return value < 0 ? "−" + digits : digits;
    }

    private static string Bytes(double value)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB"];
        var unit = 0;
        for (; Math.Abs(value) >= 1000 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return $"{Number(Math.Round(value, 2))} {units[unit]}";
    }

    /// <summary>UCUM's annotations without their braces; "1" is no unit.</summary>
    private static string Unit(string unit) => unit is "1" ? "" : Legible.Of(unit.Trim('{', '}'));
}
