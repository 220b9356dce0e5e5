using Sessions;

namespace Store.Benchmarks;

/// <summary>Events as the load generator's signals become them: steps with a checkpoint each, and beats.</summary>
/// <param name="sessions">How many.</param>
/// <param name="start">When they all start.</param>
/// <param name="first">Number of the first one, which its id tells.</param>
/// <param name="step">From one event to the next; a microsecond unless told.</param>
/// <param name="runner">Whose sessions.</param>
internal sealed class Workload(
    int sessions,
    DateTimeOffset start,
    int first = 0,
    TimeSpan? step = null,
    string runner = "load"
)
{
    private static readonly string[] Phases = ["data_phase", "strategy_phase", "api_phase"];

    private readonly string[] _ids =
    [
        .. Enumerable.Range(0, sessions).Select(i => $"0193f0c0-0000-7000-8000-{first + i:x12}"),
    ];
    private readonly long[] _beats = new long[sessions];
    private long _tick;

    public IReadOnlyList<string> Ids => _ids;

    public IEnumerable<SessionEvent> Starts() =>
        _ids.Select(
            (id, i) =>
                new SessionEvent
                {
                    SessionId = id,
                    Type = EventType.RunnerStart,
                    Timestamp = start,
                    TraceId = Trace(i),
                    Session = new SessionHeader
                    {
                        RunnerName = runner,
                        InitialCapital = 10_000,
                        Currency = "USD",
                    },
                }
        );

    public IEnumerable<SessionEvent> Ends() =>
        _ids.Select(id => new SessionEvent
        {
            SessionId = id,
            Type = EventType.RunnerEnd,
            Timestamp = Now,
            Status = EventStatus.Success,
        });

    /// <summary>The next events, to the sessions in turn.</summary>
    /// <param name="count">How many.</param>
    /// <param name="beatShare">Share of beats from 0 to 1; the rest are checkpoints.</param>
    public List<SessionEvent> Next(int count, double beatShare)
    {
        var events = new List<SessionEvent>(count);
        for (var i = 0; i < count; i++, _tick++)
        {
            var session = (int)(_tick % sessions);
            var isBeat = (_tick * 0.6180339887 % 1) < beatShare;
            events.Add(isBeat ? Beat(session) : Checkpoint(session));
        }

        return events;
    }

    private DateTimeOffset Now => start.AddTicks(_tick * (step?.Ticks ?? 10));

    private string Trace(int session) => $"{first + session + 1:x32}";

    private SessionEvent Checkpoint(int session) =>
        new()
        {
            SessionId = _ids[session],
            Type = EventType.Checkpoint,
            Timestamp = Now,
            Phase = Phases[_tick / 1000 % 3],
            TraceId = Trace(session),
            SpanId = $"{_tick + 1:x16}",
            Checkpoint = "schema_ok",
            Status = _tick % 50_000 == 0 ? EventStatus.Fail : EventStatus.Pass,
            Level = _tick % 50_000 == 0 ? EventLevel.Error : EventLevel.Info,
            Message = $"row {_tick} is in order",
        };

    private SessionEvent Beat(int session)
    {
        var number = ++_beats[session];
        return new SessionEvent
        {
            SessionId = _ids[session],
            Type = EventType.Heartbeat,
            Timestamp = Now,
            Phase = Phases[_tick / 1000 % 3],
            Level = EventLevel.Debug,
            Beat = new Beat(number, 2, number),
            Figures = new Figures
            {
                Equity = 10_000 + Math.Sin(number * 0.01) * 100,
                Pnl = Math.Sin(number * 0.01) * 100,
                Trades = number / 10,
                Wins = number / 20,
                Losses = number / 30,
            },
        };
    }
}
