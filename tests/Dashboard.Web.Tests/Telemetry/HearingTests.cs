using Sessions;

namespace Dashboard.Web.Tests.Telemetry;

/// <summary>What the dashboard says of silent runners follows from what the collector stated in the store.</summary>
public sealed class HearingTests : IAsyncLifetime
{
    private readonly HearingStore _store = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_collector_that_is_away_for_a_minute_makes_nobody_lost_then_nor_in_the_grace_after()
    {
        await _store.BeatingAsync(seconds: 20);
        var dashboard = _store.Dashboard();

        var away = await dashboard.KindsAsync(seconds: 60);
        _store.Restart();
        var grace = await dashboard.KindsAsync(seconds: 30, hearing: true);
        await _store.BeatingAsync(seconds: 4);

        Assert.Equal([VerdictKind.Running, VerdictKind.TelemetryDown], away.Distinct());
        Assert.Equal([VerdictKind.Running], grace.Distinct());
        Assert.Equal(VerdictKind.Running, await dashboard.KindAsync());
    }

    [Fact]
    public async Task A_runner_that_died_while_the_collector_was_away_is_lost_after_the_grace()
    {
        await _store.BeatingAsync(seconds: 20);
        var dashboard = _store.Dashboard();
        await dashboard.KindsAsync(seconds: 60);
        _store.Restart();

        var kinds = await dashboard.KindsAsync(seconds: 45, hearing: true);

        Assert.Equal([VerdictKind.Running, VerdictKind.Late, VerdictKind.Lost], kinds.Distinct());
    }

    [Fact]
    public async Task A_dashboard_that_starts_while_the_collector_is_away_says_so_at_once()
    {
        await _store.BeatingAsync(seconds: 20);
        await _store.PassAsync(seconds: 3600, hearing: false);

        var kinds = await _store.Dashboard().KindsAsync(seconds: 20);

        Assert.Equal([VerdictKind.TelemetryDown], kinds.Distinct());
    }

    [Fact]
    public async Task A_dashboard_that_starts_just_after_the_collector_went_away_says_so_when_it_is_sure()
    {
        await _store.BeatingAsync(seconds: 20);
        await _store.PassAsync(seconds: 8, hearing: false);

        var kinds = await _store.Dashboard().KindsAsync(seconds: 20);

        Assert.Equal([VerdictKind.Running, VerdictKind.TelemetryDown], kinds.Distinct());
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-12)]
    [InlineData(8)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_dashboard_whose_clock_is_wrong_judges_as_any_other(int ahead)
    {
        await _store.BeatingAsync(seconds: 20);
        var dashboard = _store.Dashboard(TimeSpan.FromSeconds(ahead));
        await dashboard.KindAsync();

        // The first statement may be that of a collector that is away; the second is not.
        await _store.BeatingAsync(seconds: 2);
        Assert.Equal(VerdictKind.Running, await dashboard.KindAsync());
        await _store.BeatingAsync(seconds: 20);
        Assert.Equal(VerdictKind.Running, await dashboard.KindAsync());

        var died = await dashboard.KindsAsync(seconds: 12, hearing: true);
        Assert.Equal([VerdictKind.Running, VerdictKind.Late, VerdictKind.Lost], died.Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(-12)]
    public async Task A_runner_that_was_lost_before_the_collector_went_away_stays_lost(int ahead)
    {
        await _store.BeatingAsync(seconds: 20);
        await _store.PassAsync(seconds: 20, hearing: true);
        var dashboard = _store.Dashboard(TimeSpan.FromSeconds(ahead));

        var away = await dashboard.KindsAsync(seconds: 60);
        _store.Restart();
        var back = await dashboard.KindsAsync(seconds: 60, hearing: true);

        Assert.Equal([VerdictKind.Lost], away.Concat(back).Distinct());
        Assert.Equal(
            VerdictKind.Lost,
            await _store.Dashboard(TimeSpan.FromSeconds(ahead)).KindAsync()
        );
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task A_step_of_the_machines_clock_makes_nobody_lost(int seconds)
    {
        await _store.BeatingAsync(seconds: 20);
        var dashboard = _store.Dashboard();
        await dashboard.KindAsync();

        _store.Step(TimeSpan.FromSeconds(seconds));
        _store.Restart();
        var kinds = await dashboard.KindsAsync(seconds: 25, hearing: true);

        Assert.Equal([VerdictKind.Running], kinds.Distinct());
    }

    [Fact]
    public async Task A_store_in_which_nothing_is_stated_is_judged_by_this_machines_clock()
    {
        await _store.BeatingAsync(seconds: 20, hearing: false);

        var kinds = await _store.Dashboard().KindsAsync(seconds: 12);

        Assert.Equal([VerdictKind.Running, VerdictKind.Late, VerdictKind.Lost], kinds.Distinct());
    }
}
