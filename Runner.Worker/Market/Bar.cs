namespace Runner.Worker.Market;

/// <summary>One trading day. Where a file has closes only, all four prices are the close.</summary>
readonly record struct Bar(DateOnly Date, decimal Open, decimal High, decimal Low, decimal Close);
