using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Browser.Tests.Pictures;

/// <summary>
/// A month of runners of many kinds, written straight to a store: one is overdue, one fails, one hangs, one runs, the
/// others are well. Beside it what an alerter has told of them.
/// </summary>
internal sealed class Fleet(DashboardApp app)
{
    public const string Overdue = "nightly-backup";
    public const string Failing = "price-import";
    public const string Trading = "index-trader";
    public const string Hung = "model-train";

    private const int Sessions = 32;
    private const string Reason = "HTTP 429 from prices.example, attempts exhausted";

    private static readonly Figure Copied = new("backup.size", FigureKind.Sum, false, null)
    {
        Unit = "By",
        Description = "What was copied",
    };

    private static readonly Figure Rows = new("import.rows", FigureKind.Sum, false, null)
    {
        Unit = "{row}",
        Description = "Rows that were imported",
    };

    private static readonly Figure Loss = new("train.loss", FigureKind.Gauge, false, null);

    private static readonly Figure Mails = new("mails.sent", FigureKind.Sum, false, null)
    {
        Unit = "{mail}",
    };

    private readonly Random _random = new(11);
    private readonly DateTimeOffset _now = Whole(DateTimeOffset.UtcNow);

    public async Task WriteAsync()
    {
        await BackupAsync();
        await TraderAsync();
        await ImportAsync();
        await TrainingAsync();
        await MailerAsync();
        await ArchiveAsync();
    }

    /// <summary>What an alerter told of them.</summary>
    public void Tell()
    {
        using var file = new AlerterFile(app.AlerterFile);
        for (var i = 0; i < 9; i++)
        {
            var since = _now.AddHours(-30 - 31 * i);
            var (kind, runner, sentence) = (
                ((string Kind, string Runner, string Sentence)[])
                    [
                        ("failed", Failing, $"Import failed: {Reason}."),
                        (
                            "lost",
                            "log-archive",
                            "No heartbeat for 3m 0s (expected every 10 s). The runner crashed or lost its connection."
                        ),
                        ("telemetry_down", "", "The collector did not hear its runners for 4m 0s."),
                    ]
            )[i % 3];
            var name = runner.Length == 0 ? null : runner;
            file.Incident(
                $"past-{i}",
                kind,
                name,
                null,
                since,
                TimeSpan.FromMinutes(12 + 17 * i),
                sentence
            );
            foreach (var channel in (string[])["mail", "phone"])
            {
                file.Message($"past-{i}", channel, "Opened", since, since.AddSeconds(2));
                file.Message(
                    $"past-{i}",
                    channel,
                    "Resolved",
                    since,
                    since.AddMinutes(12 + 17 * i)
                );
            }
        }

        var (night, morning, late) = (
            _now.AddHours(-6),
            _now.AddMinutes(-185),
            _now.AddMinutes(-24)
        );
        file.Incident(
            "overdue",
            "overdue",
            Overdue,
            null,
            night,
            null,
            "Nightly-backup is overdue: due at 02:00, last started yesterday 02:00."
        );
        file.Message("overdue", "mail", "Opened", night, night.AddSeconds(3));
        file.Message("overdue", "phone", "Opened", night, night.AddSeconds(1));
        file.Incident(
            "failed",
            "failed",
            Failing,
            Id(Failing, Sessions - 3),
            morning,
            null,
            $"Import failed: {Reason}."
        );
        file.Message(
            "failed",
            "mail",
            "Opened",
            morning,
            attempts: 26,
            problem: "550 no such user"
        );
        file.Message("failed", "phone", "Opened", morning, morning.AddSeconds(1));
        file.Incident(
            "hung",
            "hung",
            Hung,
            Id(Hung, Sessions),
            late,
            null,
            "Alive, but no progress in Epoch 7 for 24m 0s (usually at most 40 s)."
        );
        file.Message(
            "hung",
            "mail",
            "Opened",
            late,
            next: _now.AddMinutes(4),
            attempts: 3,
            problem: "The server does not answer"
        );
        file.Message("hung", "phone", "Opened", late, late.AddSeconds(1));
    }

    private async Task BackupAsync()
    {
        var due = _now.AddHours(-6);
        var cron = new Schedule(
            due.ToString("m H", CultureInfo.InvariantCulture) + " * * *",
            "UTC",
            null,
            null
        );
        for (var i = 0; i < Sessions; i++)
        {
            var start = due.AddDays(i - Sessions).AddSeconds(_random.Next(1, 9));
            await SessionAsync(
                Overdue,
                i,
                start,
                41 * 60 + _random.Next(-300, 420),
                schedule: cron,
                figure: (Copied, 4.05e11 + i * 2.2e8)
            );
        }
    }

    private async Task TraderAsync()
    {
        for (var i = 0; i < Sessions; i++)
        {
            var start = _now.AddMinutes(-(Sessions - i) * 41 - _random.Next(30));
            var bad = i is 6 or 20;
            await SessionAsync(
                Trading,
                i,
                start,
                36 + _random.Next(-5, 8),
                bad ? EventStatus.Failed : EventStatus.Success,
                bad ? "Data phase failed: 2 prices are missing" : null,
                profit: bad ? -40 : (_random.NextDouble() - 0.32) * 700
            );
        }

        var runner = app.Runner(Id(Trading, Sessions), _now.AddSeconds(-40));
        await runner.StartAsync();
        await runner.PhaseAsync("data_phase", 0);
        await runner.After(1).CheckAsync("rows_valid", message: "7,440 rows");
        await runner.After(8).EndPhaseAsync();
        await runner.PhaseAsync("api_phase", 1);
        await BeatAsync(runner, 1, 1, 10_212.4);
        await runner.After(1).CheckAsync("broker_up");
    }

    private async Task ImportAsync()
    {
        var due = _now.AddMinutes(-5);
        var cron = new Schedule(
            due.ToString("%m", CultureInfo.InvariantCulture) + " * * * *",
            "UTC",
            null,
            300
        );
        for (var i = 0; i < Sessions; i++)
        {
            var bad = i >= Sessions - 3 || i == 9;
            var facts =
                i >= Sessions - 3
                    ? ("""{"batch":500,"source":"prices.example/v2"}""", "2.4.0")
                    : ("""{"batch":200,"source":"prices.example/v1"}""", "2.3.7");
            await SessionAsync(
                Failing,
                i,
                due.AddHours(i - Sessions + 1),
                bad ? 20 + _random.Next(30) : 120 + _random.Next(-30, 50),
                bad ? EventStatus.Failed : EventStatus.Success,
                bad ? (i == 9 ? "connection reset by prices.example" : Reason) : null,
                cron,
                (Rows, bad ? 900 + _random.Next(500) : 18_000 + _random.Next(-900, 900)),
                facts: facts
            );
        }
    }

    private async Task TrainingAsync()
    {
        for (var i = 0; i < 24; i++)
        {
            await SessionAsync(
                Hung,
                i,
                _now.AddDays(7 * (i - 24)).AddHours(-2),
                190 * 60 + _random.Next(-900, 1500),
                figure: (Loss, 0.31 - 0.0095 * i + _random.NextDouble() * 0.01)
            );
        }

        var runner = app.Runner(Id(Hung, Sessions), _now.AddMinutes(-90));
        await runner.WriteAsync(
            runner.Event(EventType.RunnerStart) with
            {
                Session = new SessionHeader { RunnerName = Hung },
            }
        );
        await runner.PhaseAsync("epoch_7", 6);
        for (var i = 1; i <= 89; i++)
        {
            await BeatAsync(runner.After(60), i, Math.Min(i, 64), null);
        }
    }

    /// <summary>A heartbeat that need not be followed soon.</summary>
    private static Task BeatAsync(ScriptedRunner runner, long number, long work, double? equity) =>
        runner.WriteAsync(
            runner.Event(EventType.Heartbeat) with
            {
                Level = EventLevel.Debug,
                Beat = new Beat(number, 120, work),
                Figures = equity is { } worth
                    ? new Figures { Equity = worth, Pnl = worth - 10_000 }
                    : null,
            }
        );

    private async Task MailerAsync()
    {
        var (day, count) = (_now.Date.AddHours(5), 0);
        for (var i = Sessions + 12; i >= 0; i--)
        {
            var start = new DateTimeOffset(day.AddDays(-i), TimeSpan.Zero);
            if (
                start.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
                && start < _now.AddMinutes(-5)
            )
            {
                await SessionAsync(
                    "report-mailer",
                    count++,
                    start.AddSeconds(_random.Next(40)),
                    38 + _random.Next(-4, 7),
                    figure: (Mails, 200 + _random.Next(30))
                );
            }
        }
    }

    private async Task ArchiveAsync()
    {
        for (var i = 0; i < 12; i++)
        {
            await SessionAsync(
                "log-archive",
                i,
                _now.AddDays(-60 + i).AddHours(-_random.Next(20)),
                300 + _random.Next(900),
                i == 7 ? EventStatus.Cancelled : EventStatus.Success
            );
        }
    }

    private async Task SessionAsync(
        string runner,
        int number,
        DateTimeOffset start,
        double seconds,
        EventStatus end = EventStatus.Success,
        string? reason = null,
        Schedule? schedule = null,
        (Figure Figure, double Value)? figure = null,
        double? profit = null,
        (string Parameters, string Version)? facts = null
    )
    {
        var id = Id(runner, number);
        var at = start.AddSeconds(seconds);
        var batch = new WriteBatch { ArrivedAt = at };
        batch.Events.Add(
            new SessionEvent
            {
                SessionId = id,
                Type = EventType.RunnerStart,
                Timestamp = start,
                Session = new SessionHeader
                {
                    RunnerName = runner,
                    Schedule = schedule,
                    InitialCapital = profit is null ? null : 10_000,
                    Currency = profit is null ? null : "EUR",
                    DryRun = profit is null ? null : true,
                },
                Run = facts is var (parameters, version)
                    ? new RunFacts(
                        parameters,
                        $$"""{"service.version":"{{version}}","host.name":"night-1"}"""
                    )
                    : null,
            }
        );
        if (profit is { } won)
        {
            for (var beat = 1; beat <= 10; beat++)
            {
                var worth = won * beat / 10 + (beat < 10 ? _random.Next(-90, 90) : 0);
                batch.Events.Add(
                    new SessionEvent
                    {
                        SessionId = id,
                        Type = EventType.Heartbeat,
                        Timestamp = start.AddSeconds(seconds * beat / 11),
                        Level = EventLevel.Debug,
                        Beat = new Beat(beat, 60, beat),
                        Figures = new Figures { Equity = 10_000 + worth, Pnl = worth },
                    }
                );
            }
        }

        if (figure is var (what, value))
        {
            batch.Figures.Add(
                new FigurePoint(
                    id,
                    what,
                    what.Kind == FigureKind.Sum ? 1 : 0,
                    null,
                    at,
                    new FigureAmount(value)
                )
            );
        }

        batch.Events.Add(
            new SessionEvent
            {
                SessionId = id,
                Type = EventType.RunnerEnd,
                Timestamp = at,
                Status = end,
                Level = end == EventStatus.Success ? EventLevel.Info : EventLevel.Error,
                Message = reason,
            }
        );
        await app.Writer.WriteAsync(batch, CancellationToken.None);
    }

    /// <summary>The same in each run, and different from its first characters on.</summary>
    private static string Id(string runner, int number) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{runner} {number}")))[..8]}-0000-7000-8000-{number:x12}";

    private static DateTimeOffset Whole(DateTimeOffset moment) =>
        moment.AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerMinute));
}
