using Dashboard.Web.Telemetry;
using Dashboard.Web.Views;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sessions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Dashboard.Web.Tests.Telemetry;

/// <summary>
/// A store with one session whose runner beats every two seconds, and a collector that states every second until when
/// it heard; all on the clock of one machine that goes as the test says.
/// </summary>
internal sealed class HearingStore : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearing-").FullName;
    private readonly ISessionWriter _writer;
    private readonly SqliteSessionReader _reader;
    private readonly FakeTimeProvider _pace = new(new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
    private TimeSpan _stepped;
    private DateTimeOffset _since;
    private long _beats;

    public HearingStore()
    {
        var file = Path.Combine(_folder, "sessions.db");
        _writer = SqliteSessionWriter.Open(file);
        _reader = new SqliteSessionReader(file);
        _since = Now;
    }

    /// <summary>By the clock of the collector's machine.</summary>
    private DateTimeOffset Now => _pace.GetUtcNow() + _stepped;

    /// <summary>Sets the clock of the collector's machine.</summary>
    public void Step(TimeSpan by) => _stepped += by;

    /// <summary>The collector begins a new period.</summary>
    public void Restart() => _since = Now;

    /// <summary>Time passes without a word from the runner.</summary>
    public async Task PassAsync(int seconds, bool hearing)
    {
        for (var i = 0; i < seconds; i++)
        {
            _pace.Advance(TimeSpan.FromSeconds(1));
            if (hearing)
            {
                await WriteAsync(new WriteBatch { ArrivedAt = Now });
            }
        }
    }

    /// <summary>Time passes, and the runner beats.</summary>
    public async Task BeatingAsync(int seconds, bool hearing = true)
    {
        if (_beats == 0)
        {
            await SendAsync(
                Event(EventType.RunnerStart) with
                {
                    Session = new SessionHeader { RunnerName = "index-trader" },
                },
                hearing
            );
        }

        for (var i = 0; i < seconds; i += 2)
        {
            await PassAsync(1, hearing);
            await PassAsync(1, hearing);
            _beats++;
            await SendAsync(
                Event(EventType.Heartbeat) with
                {
                    Beat = new Beat(_beats, 2, _beats),
                },
                hearing
            );
        }
    }

    /// <summary>A dashboard that starts now, on a machine whose clock is ahead by that much.</summary>
    public WatchingDashboard Dashboard(TimeSpan ahead = default) =>
        new(this, _reader, new AheadTime(_pace, () => _stepped + ahead));

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SendAsync(SessionEvent sent, bool hearing)
    {
        var batch = new WriteBatch { ArrivedAt = Now };
        batch.Events.Add(sent);
        await WriteAsync(batch, hearing);
    }

    private async Task WriteAsync(WriteBatch batch, bool hearing = true)
    {
        batch.Hearing = hearing ? new HearingPeriod(_since, Now) : null;
        await _writer.WriteAsync(batch, CancellationToken.None);
    }

    private SessionEvent Event(EventType type) =>
        new()
        {
            SessionId = WatchingDashboard.SessionId,
            Type = type,
            Timestamp = Now,
            TraceId = "0af7651916cd43dd8448eb211c80319c",
            SpanId = "00f067aa0ba902b7",
        };

    private sealed class AheadTime(TimeProvider pace, Func<TimeSpan> ahead) : TimeProvider
    {
        public override long TimestampFrequency => pace.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => pace.GetUtcNow() + ahead();

        public override long GetTimestamp() => pace.GetTimestamp();
    }
}

/// <summary>The part of a dashboard that judges; no answer of <c>/status</c> helps it.</summary>
internal sealed class WatchingDashboard(
    HearingStore store,
    ISessionReader reader,
    TimeProvider time
)
{
    public const string SessionId = "watched";

    private readonly CollectorClock _clock = new(reader, time);

    /// <summary>The verdict now.</summary>
    public async Task<VerdictKind> KindAsync()
    {
        await _clock.ReadAsync(CancellationToken.None);
        return await JudgeAsync();
    }

    /// <summary>The verdict now and in each of the seconds to come, in which the runner says nothing.</summary>
    public async Task<IReadOnlyList<VerdictKind>> KindsAsync(int seconds, bool hearing = false)
    {
        if (hearing)
        {
            await store.PassAsync(1, hearing);
        }

        var kinds = new List<VerdictKind> { await KindAsync() };
        for (var i = 0; i < seconds; i++)
        {
            await store.PassAsync(1, hearing);
            // As old as it gets, and fresh.
            kinds.Add(await JudgeAsync());
            kinds.Add(await KindAsync());
        }

        return kinds;
    }

    private async Task<VerdictKind> JudgeAsync()
    {
        var watch = new CollectorWatch(
            null!,
            new CollectorAddress(new Uri("http://localhost/status")),
            _clock,
            time,
            NullLogger<CollectorWatch>.Instance
        );
        var verdicts = new Verdicts(reader, watch, _clock);
        var state = await reader.FindAsync(SessionId, CancellationToken.None);
        return (await verdicts.OfAsync(state!, CancellationToken.None)).Kind;
    }
}
