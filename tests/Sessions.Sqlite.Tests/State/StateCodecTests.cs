using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Sessions.Sqlite.State;
using Sessions.Sqlite.State.Messages;
using Sessions.Tests;

namespace Sessions.Sqlite.Tests.State;

/// <summary>A state comes back from its bytes as it was, field by field.</summary>
public sealed class StateCodecTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>What schemas 4 to 6 wrote of <see cref="Full"/>.</summary>
    private const string PackedFull =
        "AYAAt5arSd4IAICq6lUF/gdCqqqqqqqqqqqqqqqqqqqqqgAAAAAAAECUwUAAAAAAAAA8j8AAAAAAAAAAAABAFAICAgICAj4OAg4AAAAAAAAAQICq6lWAtIkTgLSJE4Cq6lWA9uBCPhhuYcOvdmUAAAAAAIjDQAxFVVIGAAE+JGFwaV9waGFzZQIGAAAAAAAA4D8cdGltZW91dAIkYXBpX3BoYXNlAv4HAAAAAAAAAE5AAAAiu7u7u7u7u7sQAAYAAgAEAA==";

    [Fact]
    public void Any_state_is_read_back_as_it_was_written() =>
        Check.One(
            Config.QuickThrowOnFailure.WithEndSize(30),
            Prop.ForAll(
                AnySession.Arb,
                events =>
                {
                    var state = new SessionState { Id = AnySession.Id };
                    foreach (var e in events)
                    {
                        state.Apply(e, null, Start.AddSeconds(state.Counts.Events));
                        Assert.Equal(Text(state), Text(Again(state)));
                    }
                }
            )
        );

    [Fact]
    public void A_state_without_any_event_is_read_back()
    {
        var state = new SessionState { Id = "s" };

        Assert.Equal(Text(state), Text(Again(state)));
    }

    [Fact]
    public void Every_field_that_a_state_may_have_is_stored()
    {
        var state = Resumed();

        var read = Text(Again(state));

        Assert.Equal(Text(state), read);
        var json = JsonNode.Parse(read)!.AsObject();
        Assert.Empty(Missing<SessionState>(json));
        var phase = json["phases"]![0]!.AsObject();
        Assert.Empty(Missing<PhaseState>(phase));
        Assert.Empty(Missing<PhaseRun>(phase["stated"]![0]!.AsObject()));
        Assert.Equal(4, phase["samples"]![0]!.AsObject().Count);
        var liveness = json["liveness"]!.AsObject();
        Assert.Empty(Missing<Liveness>(liveness));
        Assert.Empty(Missing<ClockReading>(liveness["last_reading"]!.AsObject()));
        Assert.Empty(Missing<ClockSet>(liveness["clock_sets"]![0]!.AsObject()));
        Assert.Empty(Missing<EndedRun>(liveness["just_ended"]![0]!.AsObject()));
        Assert.Empty(Missing<ClockShift>(phase["shifts"]![0]!.AsObject()));
        Assert.Empty(Missing<SessionHeader>(json["header"]!.AsObject()));
        Assert.Empty(Missing<Schedule>(json["header"]!["schedule"]!.AsObject()));
        Assert.Empty(Missing<Retry>(json["last_retry"]!["attempt"]!.AsObject()));
        Assert.DoesNotContain(
            json["counts"]!.AsObject(),
            count => count.Value!.GetValue<long>() == 0
        );
    }

    /// <summary>What later versions added: figures of its own, another process that went on with it, a clock that was set.</summary>
    private static SessionState Resumed()
    {
        var state = Full();
        var start = new SessionEvent
        {
            SessionId = AnySession.Id,
            Type = EventType.RunnerStart,
            Timestamp = Start.AddSeconds(20),
            SpanId = new string('d', 16),
        };
        state.Apply(start, null, Start.AddSeconds(20));
        state.Apply(
            start with
            {
                Type = EventType.RunnerEnd,
                Timestamp = Start.AddSeconds(30),
                Status = EventStatus.Cancelled,
            },
            null,
            Start.AddSeconds(30)
        );
        state.ApplyFigures(Start, Start.AddSeconds(3), Start.AddSeconds(30));
        var run = start with
        {
            Type = EventType.PhaseStart,
            Phase = "api_phase",
            SpanId = new string('e', 16),
            Timestamp = Start.AddSeconds(35),
        };
        state.Apply(run, null, Start.AddSeconds(35));
        for (var beat = 10; beat < 20; beat++)
        {
            var arrivedAt = Start.AddSeconds(20 + 2 * beat);
            var e = start with
            {
                Type = EventType.Heartbeat,
                Phase = "api_phase",
                Timestamp = beat < 15 ? arrivedAt : arrivedAt.AddHours(-1),
                Beat = new Beat(beat, 2, beat),
            };
            state.Apply(e, null, arrivedAt);
        }

        state.Apply(run with { Type = EventType.PhaseEnd }, null, Start.AddSeconds(60));
        return state;
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    public void A_figure_that_is_no_ordinary_number_is_read_back(double equity)
    {
        var state = new SessionState { Id = "s" };
        state.Apply(
            new SessionEvent
            {
                SessionId = "s",
                Type = EventType.SummaryUpdated,
                Timestamp = Start,
                Figures = new Figures { Equity = equity },
            },
            null,
            Start
        );

        Assert.Equal(
            BitConverter.DoubleToInt64Bits(equity),
            BitConverter.DoubleToInt64Bits(Again(state).LatestEquity!.Value.Value)
        );
    }

    [Fact]
    public void A_state_that_an_earlier_version_kept_as_JSON_is_read() =>
        Assert.Equal(
            Text(Full()),
            Text(StateCodec.Read(AnySession.Id, SessionStateJson.Write(Full())))
        );

    [Fact]
    public void A_state_that_an_earlier_version_packed_is_read()
    {
        var read = StateCodec.Read(AnySession.Id, Convert.FromBase64String(PackedFull));

        Assert.Equal(
            (10, 1, SessionStatus.Cancelled),
            (read.Counts.Events, read.Counts.Beats, read.Status)
        );
        Assert.Equal(
            new SessionHeader
            {
                RunnerName = "naïve",
                DryRun = false,
                InitialCapital = 10_000,
                Currency = "EUR",
                PhaseCount = 3,
            },
            read.Header
        );
        Assert.Equal(new Retry(1, 3, 0.5, "timeout"), read.LastRetry!.Attempt);
        var phase = Assert.Single(read.Phases);
        Assert.Equal(
            ("api_phase", 0, 60, PhaseStatus.Failed),
            (phase.Name, phase.Index, phase.TimeLimitSeconds, phase.Status)
        );
        Assert.Equal(8, phase.Progress!.Value.Value);
        Assert.Equal(new TradeTotals(3, 1, 2), phase.Totals);
        Assert.Equal(
            (9_000.5, -999.5),
            (read.LatestEquity!.Value.Value, read.LatestPnl!.Value.Value)
        );
        Assert.Equal((7, 2), (read.Liveness.Beat, read.Liveness.LongestWorkGapSeconds));
        Assert.Equal(Start.AddSeconds(9), read.LastChangeAt);
    }

    [Fact]
    public void Bytes_of_an_earlier_version_that_are_cut_short_are_refused()
    {
        var whole = Convert.FromBase64String(PackedFull);

        Assert.All(
            Enumerable.Range(0, whole.Length),
            length =>
                Assert.Throws<InvalidDataException>(() =>
                    StateCodec.Read(AnySession.Id, whole.AsSpan(0, length))
                )
        );
    }

    [Fact]
    public void Bytes_that_are_no_state_are_refused_or_read_but_end_nothing_else()
    {
        var whole = new StateCodec().Write(Full()).ToArray();
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            var exception = Record.Exception(() => StateCodec.Read(AnySession.Id, damaged));

            Assert.True(
                exception is null or InvalidDataException or JsonException,
                $"{at}: {exception}"
            );
        }
    }

    [Fact]
    public void A_field_of_a_later_version_is_skipped()
    {
        var bytes = new MemoryStream();
        bytes.Write(new StateCodec().Write(Full()));
        using (var later = new CodedOutputStream(bytes, leaveOpen: true))
        {
            later.WriteTag(1000, WireFormat.WireType.LengthDelimited);
            later.WriteString("of a later version");
        }

        Assert.Equal(Text(Full()), Text(StateCodec.Read(AnySession.Id, bytes.ToArray())));
    }

    [Fact]
    public void A_field_that_an_earlier_version_did_not_write_has_its_default()
    {
        var earlier = new StateMessage { FirstEvent = Start.UtcTicks };

        var read = StateCodec.Read("s", earlier.ToByteArray());

        Assert.Equal((Start, 0, 0), (read.StartedAt, read.Counts.Events, read.Phases.Count));
    }

    private static SessionState Again(SessionState state) =>
        StateCodec.Read(state.Id, new StateCodec().Write(state));

    private static string Text(SessionState state) =>
        System.Text.Encoding.UTF8.GetString(SessionStateJson.Write(state));

    private static IEnumerable<string> Missing<T>(JsonObject json) =>
        typeof(T)
            .GetProperties()
            .Where(p => p.SetMethod is not null)
            .Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name))
            .Where(name => !json.ContainsKey(name));

    /// <summary>Everything that can be stated has been.</summary>
    private static SessionState Full()
    {
        var state = new SessionState { Id = AnySession.Id };
        var none = new SessionEvent
        {
            SessionId = AnySession.Id,
            Type = EventType.RunnerStart,
            Timestamp = Start,
            Phase = "api_phase",
            TraceId = new string('a', 32),
            SpanId = new string('b', 16),
        };
        SessionEvent[] events =
        [
            none with
            {
                Phase = null,
                Session = new SessionHeader
                {
                    RunnerName = "naïve",
                    DryRun = false,
                    InitialCapital = 10_000,
                    Currency = "EUR",
                    PhaseCount = 3,
                    ServiceName = "bot",
                    Schedule = new Schedule("0 3 * * *", "Europe/Berlin", 60, 5),
                },
            },
            none with
            {
                Type = EventType.PhaseStart,
                PhaseInfo = new PhaseHeader(0, 60),
                PhaseRun = 2,
                ParentSpanId = new string('f', 16),
            },
            none with
            {
                Type = EventType.Heartbeat,
                Beat = new Beat(7, 2, 8) { ProgressTotal = 9 },
                Figures = new Figures
                {
                    Equity = 9_000.5,
                    Pnl = -999.5,
                    Trades = 3,
                    Wins = 1,
                    Losses = 2,
                },
            },
            .. Enumerable
                .Range(1, 9)
                .Select(i =>
                    none with
                    {
                        Type = EventType.SummaryUpdated,
                        Timestamp = Start.AddSeconds(i),
                        PhaseRun = 2,
                        Figures = new Figures
                        {
                            Trades = 3,
                            Wins = 1,
                            Losses = 2,
                        },
                    }
                ),
            Checkpoint(EventStatus.Pass),
            Checkpoint(EventStatus.Fail),
            Checkpoint(EventStatus.Warn),
            none with
            {
                Type = EventType.Error,
                ErrorType = "TimeoutException",
            },
            none with
            {
                Type = EventType.AutocorrectAttempt,
                Retry = new Retry(1, 3, 0.5, "timeout"),
            },
            none with
            {
                Type = EventType.PhaseEnd,
                Status = EventStatus.Failed,
            },
            none with
            {
                Type = EventType.PhaseStart,
                SpanId = new string('c', 16),
            },
            none with
            {
                Type = EventType.Heartbeat,
                Beat = new Beat(8, 2, 8),
            },
            none with
            {
                Type = EventType.RunnerEnd,
                Status = EventStatus.Cancelled,
            },
        ];
        foreach (var e in events)
        {
            state.Apply(e, null, Start.AddSeconds(state.Counts.Events));
        }

        state.ApplyFigures(Start, Start, Start);
        state.LeaveFigureOut(Start);
        return state;

        SessionEvent Checkpoint(EventStatus status) =>
            none with
            {
                Type = EventType.Checkpoint,
                Checkpoint = "schema_ok",
                Status = status,
            };
    }
}
