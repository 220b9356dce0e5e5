using Dashboard.Tests.Store;
using Dashboard.Web.Views;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Sqlite.Read;

namespace Dashboard.Web.Tests;

/// <summary>What a page asks of the store for one more beat does not grow with the length of its session.</summary>
public sealed class BeatCostTests : IAsyncLifetime
{
    private const int Few = 1_000;
    private const int Many = 100_000;

    private readonly DashboardApp _app;
    private CountingReader _reader = null!;

    public BeatCostTests() =>
        _app = new DashboardApp
        {
            Replace = builder =>
                builder.Services.AddSingleton<ISessionReader>(_ =>
                    _reader = new CountingReader(new SqliteSessionReader(_app!.StoreFile))
                ),
        };

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_page_and_its_next_beat_take_as_many_rows_of_a_long_session_as_of_a_short_one()
    {
        var (few, many) = (await RowsAsync(Few), await RowsAsync(Many));

        Assert.InRange(few.Page, 1, 5_000);
        Assert.InRange(many.Page, 1, few.Page * 3 / 2);
        Assert.InRange(few.Beat, 1, 5_000);
        Assert.InRange(many.Beat, 1, few.Beat * 3 / 2);
    }

    private async Task<(long Page, long Beat)> RowsAsync(int beats)
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddSeconds(-2.0 * beats - 10));
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 0);
        for (var i = 0; i < 10; i++)
        {
            await runner.CheckAsync($"check_{i}");
            await runner.BeatsAsync(beats / 10, 2);
        }

        var before = _reader.Rows;
        using var client = _app.CreateClient();
        await client.GetStringAsync($"/sessions/{runner.Id}");
        var page = _reader.Rows - before;

        await runner.After(2).BeatAsync();
        before = _reader.Rows;
        var views = _app.Services.GetRequiredService<SessionViews>();
        var state = await _reader.FindAsync(runner.Id, default);
        await views.ForPageAsync(await views.LiveAsync(state!, default), default);
        return (page, _reader.Rows - before);
    }

    /// <summary>Counts what a reader gives.</summary>
    private sealed class CountingReader(ISessionReader reader) : ISessionReader
    {
        private long _rows;

        public long Rows => Volatile.Read(ref _rows);

        public async ValueTask<Page<SessionState>> ListAsync(
            SessionQuery query,
            CancellationToken cancellationToken
        ) => Count(await reader.ListAsync(query, cancellationToken), page => page.Items.Count);

        public ValueTask<SessionTotals> TotalsAsync(
            SessionQuery query,
            CancellationToken cancellationToken
        ) => reader.TotalsAsync(query, cancellationToken);

        public async ValueTask<SessionState?> FindAsync(
            string sessionId,
            CancellationToken cancellationToken
        ) => Count(await reader.FindAsync(sessionId, cancellationToken), _ => 1);

        public async ValueTask<Page<StoredEvent>> EventsAsync(
            EventQuery query,
            CancellationToken cancellationToken
        ) => Count(await reader.EventsAsync(query, cancellationToken), page => page.Items.Count);

        public async ValueTask<EquityCurve> EquityAsync(
            string sessionId,
            int points,
            CancellationToken cancellationToken
        ) =>
            Count(
                await reader.EquityAsync(sessionId, points, cancellationToken),
                curve => curve.Points.Count
            );

        public async ValueTask<BeatSummary> BeatsAsync(
            string sessionId,
            double? intervalSeconds,
            CancellationToken cancellationToken
        ) =>
            Count(
                await reader.BeatsAsync(sessionId, intervalSeconds, cancellationToken),
                summary => summary.Longest.Count
            );

        public async ValueTask<IReadOnlyList<BeatGroup>> BeatGroupsAsync(
            string sessionId,
            IReadOnlyList<BeatRange> ranges,
            CancellationToken cancellationToken
        ) =>
            Count(
                await reader.BeatGroupsAsync(sessionId, ranges, cancellationToken),
                groups => groups.Count
            );

        public async ValueTask<IReadOnlyList<FigureTrack>> FigureTracksAsync(
            string sessionId,
            CancellationToken cancellationToken
        ) =>
            Count(
                await reader.FigureTracksAsync(sessionId, cancellationToken),
                tracks => tracks.Count
            );

        public ValueTask<IReadOnlyDictionary<string, IReadOnlyList<double>>> SparkLinesAsync(
            IReadOnlyCollection<string> sessionIds,
            int points,
            CancellationToken cancellationToken
        ) => reader.SparkLinesAsync(sessionIds, points, cancellationToken);

        public ValueTask<RunnerHistory> HistoryAsync(
            string runnerName,
            DateTimeOffset before,
            CancellationToken cancellationToken
        ) => reader.HistoryAsync(runnerName, before, cancellationToken);

        public ValueTask<Page<RunnerSessions>> RunnersAsync(
            RunnerQuery query,
            CancellationToken cancellationToken
        ) => reader.RunnersAsync(query, cancellationToken);

        public ValueTask<IReadOnlyList<HearingPeriod>> HearingAsync(
            CancellationToken cancellationToken
        ) => reader.HearingAsync(cancellationToken);

        public ValueTask<StorePosition> PositionAsync(CancellationToken cancellationToken) =>
            reader.PositionAsync(cancellationToken);

        public IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
            StorePosition after,
            CancellationToken cancellationToken
        ) => reader.FollowAsync(after, cancellationToken);

        public ValueTask DisposeAsync() => reader.DisposeAsync();

        private T Count<T>(T answer, Func<T, int> rows)
        {
            Interlocked.Add(ref _rows, answer is null ? 0 : rows(answer));
            return answer;
        }
    }
}
