using Sessions;

namespace Dashboard.Tests.Store;

/// <summary>
/// A runner's session written straight to a store, step by step, on a clock of its own: what a collector would have
/// written, without the collector.
/// </summary>
internal sealed class ScriptedRunner(
    ISessionWriter writer,
    string sessionId,
    DateTimeOffset start,
    string name = "index-trader",
    string trace = "0af7651916cd43dd8448eb211c80319c"
)
{
    private readonly Dictionary<string, string> _spans = [];
    private long _beat;
    private long _progress;
    private long _trades;
    private long _wins;
    private long _losses;
    private string? _phase;

    public string Id => sessionId;

    /// <summary>The runner's and the collector's clock.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    public double Equity { get; private set; } = 10_000;

    /// <summary>What its heartbeats say of the time between them, s.</summary>
    public double BeatInterval { get; set; } = 2;

    public ScriptedRunner After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public Task StartAsync(int phases = 3, string? runnerName = null, Schedule? schedule = null) =>
        WriteAsync(
            Event(EventType.RunnerStart) with
            {
                Message = $"{runnerName ?? name} started",
                Session = new SessionHeader
                {
                    RunnerName = runnerName ?? name,
                    DryRun = true,
                    InitialCapital = 10_000,
                    Currency = "EUR",
                    PhaseCount = phases,
                    Schedule = schedule,
                },
            }
        );

    public Task PhaseAsync(string phase, int index, double limit = 7200)
    {
        _phase = phase;
        (_trades, _wins, _losses) = (0, 0, 0);
        return WriteAsync(
            Event(EventType.PhaseStart) with
            {
                PhaseInfo = new PhaseHeader(index, limit),
                Message = $"{PhaseTitle.Of(phase)} started",
            }
        );
    }

    public async Task EndPhaseAsync(EventStatus status = EventStatus.Success)
    {
        await WriteAsync(
            Event(EventType.PhaseEnd) with
            {
                Status = status,
                Level = status == EventStatus.Success ? EventLevel.Info : EventLevel.Error,
                Message = $"{PhaseTitle.Of(_phase!)} done",
            }
        );
        _phase = null;
    }

    public Task CheckAsync(
        string check,
        EventStatus status = EventStatus.Pass,
        string? message = null,
        EventLevel? level = null
    ) =>
        WriteAsync(
            Event(EventType.Checkpoint) with
            {
                Checkpoint = check,
                Status = status,
                Message = message,
                Level =
                    level
                    ?? status switch
                    {
                        EventStatus.Fail => EventLevel.Error,
                        EventStatus.Warn => EventLevel.Warning,
                        _ => EventLevel.Info,
                    },
            }
        );

    /// <summary>A beat with the figures as they stand, work done unless <paramref name="working"/> is false.</summary>
    public Task BeatAsync(
        double equity = double.NaN,
        int wins = 0,
        int losses = 0,
        bool working = true
    ) => WriteAsync(NextBeat(equity, wins, losses, working));

    /// <summary>Many beats, committed at once: the store is waited for once.</summary>
    /// <param name="count">How many.</param>
    /// <param name="apart">s</param>
    public Task BeatsAsync(int count, double apart)
    {
        SessionEvent[] beats =
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => After(apart).NextBeat(double.NaN, wins: 0, losses: 0, working: true)),
        ];
        return WriteAsync(beats);
    }

    /// <summary>The next beat, not written yet.</summary>
    public SessionEvent NextBeat(double equity, int wins = 0, int losses = 0, bool working = true)
    {
        Equity = double.IsNaN(equity) ? Equity : equity;
        _wins += wins;
        _losses += losses;
        _trades += wins + losses;
        _progress += working ? 1 : 0;
        return Event(EventType.Heartbeat) with
        {
            Level = EventLevel.Debug,
            Beat = new Beat(++_beat, BeatInterval, _progress),
            Figures = new Figures
            {
                Equity = Equity,
                Pnl = Equity - 10_000,
                Trades = _trades,
                Wins = _wins,
                Losses = _losses,
            },
        };
    }

    public Task RetryAsync(int attempt, string reason, EventStatus status = EventStatus.Retrying) =>
        WriteAsync(
            Event(EventType.AutocorrectAttempt) with
            {
                Level = EventLevel.Warning,
                Status = status,
                Retry = new Retry(attempt, 3, Math.Pow(2, attempt - 1), reason),
            }
        );

    public Task ErrorAsync(string type, string message) =>
        WriteAsync(
            Event(EventType.Error) with
            {
                Level = EventLevel.Error,
                ErrorType = type,
                Message = message,
                Details = """{"exception.stacktrace":"at Broker.Send()\n  at Api.Run()"}""",
            }
        );

    public Task LogAsync(EventLevel level, string message, string? details = null) =>
        WriteAsync(
            Event(EventType.Log) with
            {
                Level = level,
                Message = message,
                Details = details,
            }
        );

    public Task EndAsync(EventStatus status = EventStatus.Success) =>
        WriteAsync(
            Event(EventType.RunnerEnd) with
            {
                Phase = null,
                Status = status,
                Level = status == EventStatus.Success ? EventLevel.Info : EventLevel.Error,
                Message = $"Session ended: {WireName.Of(status)}",
            }
        );

    public async Task WriteAsync(params SessionEvent[] events)
    {
        var batch = new WriteBatch { ArrivedAt = Now };
        batch.Events.AddRange(events);
        await writer.WriteAsync(batch, CancellationToken.None);
    }

    public SessionEvent Event(EventType type) =>
        new()
        {
            SessionId = sessionId,
            Type = type,
            Timestamp = Now,
            Phase = _phase,
            TraceId = trace,
            SpanId = Span(_phase ?? ""),
        };

    private string Span(string phase)
    {
        if (!_spans.TryGetValue(phase, out var span))
        {
            _spans[phase] = span = (_spans.Count + 1).ToString("x16", null);
        }

        return span;
    }
}
