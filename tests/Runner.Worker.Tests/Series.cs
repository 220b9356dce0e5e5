using Runner.Worker.Market;

namespace Runner.Worker.Tests;

/// <summary>Price series for tests.</summary>
static class Series
{
    public static readonly string Shipped = Path.Combine(
        AppContext.BaseDirectory,
        "Data",
        "eu-stock-markets-1991-1998.csv"
    );

    public static Bar[] Of(params decimal[] closes) =>
        [
            .. closes.Select(
                (close, i) =>
                    new Bar(new DateOnly(2024, 1, 1).AddDays(i), close, close, close, close)
            ),
        ];

    /// <summary>A random walk of whole cents that stays above zero.</summary>
    public static Bar[] Random(int seed, int length)
    {
        var random = new Random(seed);
        var price = 100m;
        var closes = new decimal[length];
        for (var i = 0; i < length; i++)
        {
            price = Math.Max(1m, price + random.Next(-300, 301) / 100m);
            closes[i] = price;
        }

        return Of(closes);
    }

    public static Bar[] Dax() => [.. PriceFile.Read(Shipped, "DAX")];
}
