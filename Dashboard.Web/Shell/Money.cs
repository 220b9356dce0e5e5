using System.Globalization;

namespace Dashboard.Web.Shell;

/// <summary>Amounts and percentages as the page writes them; a minus is a minus sign, not a hyphen.</summary>
internal static class Money
{
    /// <summary>From here on cents are not exact any more.</summary>
    private const double Largest = 1e15;

    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["EUR"] = "€",
        ["USD"] = "$",
        ["GBP"] = "£",
        ["JPY"] = "¥",
    };

    /// <returns>For example <c>€10,150.00</c>, or <c>10,150.00 CHF</c>.</returns>
    public static string Of(double amount, string? currency) =>
        Of(amount, currency, amount < 0 ? "−" : "");

    /// <returns>With its sign always, for example <c>+€150.00</c>.</returns>
    public static string Signed(double amount, string? currency) =>
        Of(amount, currency, Sign(amount));

    /// <returns>For example <c>+1.50 %</c>.</returns>
    public static string SignedPercent(double percent) => Of(percent, null, Sign(percent)) + " %";

    /// <returns>For example <c>60.0 %</c>.</returns>
    public static string Percent(double percent, int decimals = 1) =>
        percent.ToString(
            "N" + decimals.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        ) + " %";

    /// <returns><c>up</c>, <c>down</c> or nothing: the class that colours it.</returns>
    public static string Trend(double amount) =>
        Math.Round(amount, 2) switch
        {
            > 0 => "up",
            < 0 => "down",
            _ => "",
        };

    private static string Of(double amount, string? currency, string sign)
    {
        var digits = Math.Abs(amount)
            .ToString(Math.Abs(amount) < Largest ? "N2" : "0.###E+0", CultureInfo.InvariantCulture);
        return currency is null ? sign + digits
            : Symbols.TryGetValue(currency, out var symbol) ? sign + symbol + digits
            : $"{sign}{digits} {currency}";
    }

    private static string Sign(double amount) =>
        Math.Round(amount, 2) switch
        {
            > 0 => "+",
            < 0 => "−",
            _ => "",
        };
}
