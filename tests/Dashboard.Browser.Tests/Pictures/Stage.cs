using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Browser.Tests.Pictures;

/// <summary>Jobs of other shapes than the reference runner's, written straight to a store.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Random _random = new(7);

    public DashboardApp App { get; } = new();

    public string NoMoney { get; private set; } = "";

    public string Lost { get; private set; } = "";

    public string Trading { get; private set; } = "";

    public string ThousandPhases { get; private set; } = "";

    public string ThreeWeeks { get; private set; } = "";

    public static async Task<Stage> OpenAsync()
    {
        var stage = new Stage();
        _ = stage.App.Writer;
        await stage.App.StartAsync();
        stage.NoMoney = await stage.BackupAsync(DateTimeOffset.UtcNow.AddHours(-1), fails: true);
        stage.Lost = await stage.LostAsync();
        stage.Trading = await stage.TradeAsync();
        stage.ThousandPhases = await stage.ShardsAsync();
        stage.ThreeWeeks = await stage.WeeksAsync();
        return stage;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private async Task<string> BackupAsync(DateTimeOffset start, bool fails)
    {
        var runner = App.Runner(start: start);
        await BeginAsync(runner, "nightly-backup", """{"bucket":"nightly-backups","parallel":4}""");
        string[] phases = ["dump", "compress", "upload"];
        for (var i = 0; i < phases.Length; i++)
        {
            await runner.After(0.4).PhaseAsync(phases[i], i, limit: 600);
            await runner.After(1).CheckAsync($"{phases[i]}_ready", message: $"{12 + i} tables");
            await WorkAsync(runner, 18, equity: false);
            await runner.LogAsync(EventLevel.Info, $"{phases[i]}: {_random.Next(200, 900)} MB");
            if (fails && i == phases.Length - 1)
            {
                const string reason = "bucket nightly-backups does not exist";
                await runner.CheckAsync("bucket_exists", EventStatus.Fail, reason);
                await runner.ErrorAsync("NoSuchBucket", $"Upload failed: {reason}");
                await runner.EndPhaseAsync(EventStatus.Failed);
                await runner.EndAsync(EventStatus.Failed);
                return runner.Id;
            }

            await runner.After(0.2).EndPhaseAsync();
        }

        await runner.EndAsync();
        return runner.Id;
    }

    private async Task<string> LostAsync()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-14));
        await BeginAsync(runner, "price-scraper", null);
        await runner.PhaseAsync("crawl", 0);
        await runner.After(1).CheckAsync("proxies_alive", message: "12 of 12");
        await WorkAsync(runner, 60, equity: false);
        return runner.Id;
    }

    private async Task<string> TradeAsync()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddHours(-2));
        await BeginAsync(
            runner,
            "index-trader",
            """{"risk":0.5,"strategy":"mean-reversion","window":20}""",
            capital: 10_000
        );
        await runner.PhaseAsync("strategy_phase", 0);
        await runner.After(2).CheckAsync("lint_ok", message: "14 settings");
        string[] symbols = ["BTC/USDT", "ETH/USDT", "DAX", "SMI"];
        for (var i = 0; i < 48; i++)
        {
            await WorkAsync(runner, _random.Next(4, 14), equity: true);
            var profit = Math.Round((_random.NextDouble() - 0.44) * 160, 2);
            var price = Math.Round(_random.NextDouble() * 900 + 100, 2);
            await runner.WriteAsync(
                runner.Event(EventType.Trade) with
                {
                    Trade = new Trade
                    {
                        Id = $"T-{i}",
                        Symbol = symbols[i % symbols.Length],
                        Side = i % 3 == 0 ? TradeSide.Short : TradeSide.Long,
                        Quantity = Math.Round(_random.NextDouble() * 2, 4),
                        EntryPrice = price,
                        ExitPrice = Math.Round(price * (1 + profit / 9_000), 2),
                        EntryTime = runner.Now.AddSeconds(-_random.Next(4, 20)),
                        ExitTime = runner.Now,
                        Pnl = profit,
                        Fees = Math.Round(_random.NextDouble(), 2),
                    },
                }
            );
            await runner
                .After(1)
                .BeatAsync(
                    runner.Equity + profit,
                    wins: profit > 0 ? 1 : 0,
                    losses: profit < 0 ? 1 : 0
                );
        }

        await runner.EndPhaseAsync();
        await runner.EndAsync();
        return runner.Id;
    }

    private async Task<string> ShardsAsync()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddHours(-3));
        await BeginAsync(runner, "etl-shards", null, phases: 1_000);
        var events = new List<SessionEvent>();
        for (var i = 0; i < 1_000; i++)
        {
            var failed = i is 177 or 612;
            events.Add(
                runner.Event(EventType.PhaseStart) with
                {
                    Phase = $"shard_{i:0000}",
                    SpanId = null,
                    PhaseInfo = new PhaseHeader(i, null),
                }
            );
            events.Add(
                runner.After(4).Event(EventType.PhaseEnd) with
                {
                    Phase = $"shard_{i:0000}",
                    SpanId = null,
                    PhaseInfo = new PhaseHeader(i, null),
                    Status = failed ? EventStatus.Failed : EventStatus.Success,
                    Level = failed ? EventLevel.Error : EventLevel.Info,
                }
            );
        }

        await runner.WriteAsync([.. events]);
        await runner.CheckAsync("row_count", EventStatus.Fail, "expected 120, found 0");
        await runner.EndAsync(EventStatus.Failed);
        return runner.Id;
    }

    private async Task<string> WeeksAsync()
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddDays(-21));
        await BeginAsync(runner, "market-maker", null, capital: 10_000);
        await runner.PhaseAsync("live_phase", 0);
        await WorkAsync(runner, 2_015, equity: true, apart: 900);
        await runner.EndPhaseAsync();
        await runner.EndAsync();
        return runner.Id;
    }

    private static Task BeginAsync(
        ScriptedRunner runner,
        string name,
        string? parameters,
        double? capital = null,
        int? phases = null
    ) =>
        runner.WriteAsync(
            runner.Event(EventType.RunnerStart) with
            {
                Message = $"{name} started",
                Session = new SessionHeader
                {
                    RunnerName = name,
                    DryRun = capital is null ? null : true,
                    InitialCapital = capital,
                    Currency = capital is null ? null : "EUR",
                    PhaseCount = phases,
                },
                Run = new RunFacts(
                    parameters,
                    $$"""{"service.name":"{{name}}","service.version":"1.8.2","host.name":"night-1","deployment.environment.name":"paper"}"""
                ),
            }
        );

    /// <summary>Heartbeats with work done between them, committed at once.</summary>
    private async Task WorkAsync(ScriptedRunner runner, int beats, bool equity, double apart = 4)
    {
        runner.BeatInterval = apart;
        var events = new List<SessionEvent>();
        var worth = runner.Equity;
        for (var i = 0; i < beats; i++)
        {
            worth += equity ? (_random.NextDouble() - 0.48) * 6 : 0;
            events.Add(runner.After(apart).NextBeat(equity ? worth : double.NaN));
        }

        await runner.WriteAsync([
            .. equity ? events : events.Select(e => e with { Figures = null }),
        ]);
    }
}
