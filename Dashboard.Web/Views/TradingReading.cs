using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.Views;

/// <summary>Reads how well a session traded; kept for a moment, for all who look at it.</summary>
internal sealed class TradingReading(ISessionReader reader)
{
    /// <summary>Trades that the figures are computed of: the newest.</summary>
    public const int TradeLimit = 5_000;

    /// <summary>Points of equity: a drawdown's duration is exact to a thousandth of the session.</summary>
    private const int PointLimit = 2_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = 500 });

    /// <returns>Null when the session has told of no closed trade.</returns>
    public async ValueTask<TradingView?> OfAsync(
        SessionState state,
        DateTimeOffset present,
        CancellationToken cancellationToken
    )
    {
        var query = new EventQuery
        {
            SessionId = state.Id,
            Types = [EventType.Trade],
            Limit = 1,
        };
        var newest = await reader.EventsAsync(query, cancellationToken);
        if (newest.Items.Count == 0)
        {
            return null;
        }

        var key = (state.Id, state.EndedAt, newest.Items[0].Event.Id);
        if (_kept.TryGetValue(key, out TradingView? known))
        {
            return known;
        }

        query = query with { Limit = TradeLimit };
        return _kept.Set(
            key,
            await ReadAsync(state, query, present, cancellationToken),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor }
        );
    }

    private async Task<TradingView> ReadAsync(
        SessionState state,
        EventQuery query,
        DateTimeOffset present,
        CancellationToken cancellationToken
    )
    {
        var trades = await reader.EventsAsync(query, cancellationToken);
        var curve = state.LatestEquity is null
            ? null
            : await reader.EquityAsync(state.Id, PointLimit, cancellationToken);
        return new TradingView(
            TradingStatistics.Of(
                trades.Items.Select(stored => stored.Event),
                curve,
                state.Header?.InitialCapital,
                state.StartedAt,
                present
            ),
            IsCut: trades.Next is not null
        );
    }
}

/// <summary>How well a session traded.</summary>
/// <param name="Statistics">Of its newest trades, <see cref="TradingReading.TradeLimit"/> at most.</param>
/// <param name="IsCut">Whether there are more.</param>
public sealed record TradingView(TradingStatistics Statistics, bool IsCut);
