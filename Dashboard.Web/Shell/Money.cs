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

    /// <summary>Currencies of ISO 4217 without a smaller unit; others of it have cents here.</summary>
    private static readonly HashSet<string> Whole =
    [
        .. "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".Split(' '),
    ];

    /// <summary>Codes that are no currency of ISO 4217 although they look like one.</summary>
    private static readonly HashSet<string> NotIso =
    [
        .. "BTC ETH XMR XBT LTC SOL ADA DOT BNB XRP EOS TRX BCH ETC ZEC UNI".Split(' '),
    ];

    /// <returns>For example <c>€10,150.00</c>, or <c>10,150.00 CHF</c>.</returns>
    public static string Of(double amount, string? currency) =>
        Of(amount, currency, amount < 0 ? "−" : "");

    /// <returns>With its sign always, for example <c>+€150.00</c>.</returns>
    public static string Signed(double amount, string? currency) =>
        Of(amount, currency, Sign(amount));

    /// <returns>With its sign, and the code of the currency instead of a symbol, for example <c>+150.00 EUR</c>.</returns>
    public static string SignedWithCode(double amount, string currency)
    {
        var number = Number(amount, currency, amount < 0 ? "-" : "+");
        return currency.Length == 0 ? number : $"{number} {currency}";
    }

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
        Math.Round(amount, 9) switch
        {
            > 0 => "up",
            < 0 => "down",
            _ => "",
        };

    private static string Of(double amount, string? currency, string sign) =>
        currency is null ? Number(amount, null, sign)
        : Symbols.TryGetValue(currency, out var symbol) ? Number(amount, currency, sign, symbol)
        : $"{Number(amount, currency, sign)} {currency}";

    private static string Number(double amount, string? currency, string sign, string symbol = "")
    {
        var digits = Math.Abs(amount)
            .ToString(
                Math.Abs(amount) < Largest ? Format(amount, currency) : "0.###E+0",
                CultureInfo.InvariantCulture
            );
        // What is shown as nothing has no sign.
        return (digits.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? "" : sign) + symbol + digits;
    }

    /// <summary>As many decimals as the currency has; where it has none of its own, as many as the amount came with.</summary>
    private static string Format(double amount, string? currency) =>
        currency is not null && Whole.Contains(currency) ? "N0"
        : currency is null || (IsIso(currency) && (amount == 0 || Math.Abs(amount) >= 0.005)) ? "N2"
        : "#,0.00######";

    private static bool IsIso(string currency) =>
        currency.Length == 3 && currency.All(char.IsAsciiLetterUpper) && !NotIso.Contains(currency);

    private static string Sign(double amount) =>
        amount switch
        {
            > 0 => "+",
            < 0 => "−",
            _ => "",
        };
}
