namespace Runner.Telemetry.Trading;

/// <summary>The account that a session trades.</summary>
public sealed record TradingAccount
{
    /// <summary>Capital at the start, in units of <see cref="Currency"/>, not negative; null when it is not known. Then there
    /// is equity, but no profit.</summary>
    public decimal? InitialCapital { get; init; }

    /// <summary>A currency's code, such as <c>EUR</c>, <c>JPY</c> or <c>BTC</c>: ISO 4217 where it has one.</summary>
    public string Currency { get; init; } = "USD";
}
