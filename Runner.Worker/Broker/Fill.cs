namespace Runner.Worker.Broker;

/// <summary>Which way an order goes.</summary>
enum Side
{
    Buy,
    Sell,
}

/// <summary>An executed order. Value and fee are whole cents.</summary>
/// <param name="Price">Paid or received per unit, slippage included.</param>
/// <param name="Value">Quantity at price.</param>
readonly record struct Fill(
    DateOnly Date,
    Side Side,
    decimal Quantity,
    decimal Price,
    decimal Value,
    decimal Fee
);

/// <summary>A position bought and sold again.</summary>
/// <param name="Pnl">What it earned after the fees of both fills, in whole cents.</param>
readonly record struct ClosedTrade(Fill Entry, Fill Exit, decimal Pnl);
