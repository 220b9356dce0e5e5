namespace Runner.Worker.Broker;

/// <summary>What trading costs, as fractions of the price: 0.0005 is 5 basis points.</summary>
/// <param name="FeeRate">Of the value of each fill.</param>
/// <param name="Slippage">By which a fill is worse than the quoted price.</param>
readonly record struct Costs(decimal FeeRate, decimal Slippage);
