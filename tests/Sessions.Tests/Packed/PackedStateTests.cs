using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Sessions.Tests.Packed;

/// <summary>A state comes back from its packed form as it was, field by field.</summary>
public sealed class PackedStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

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
    public void Every_field_that_a_state_may_have_is_packed()
    {
        var state = Full();

        var read = Text(Again(state));

        Assert.Equal(Text(state), read);
        var json = JsonNode.Parse(read)!.AsObject();
        Assert.Empty(Missing<SessionState>(json));
        Assert.Empty(Missing<PhaseState>(json["phases"]![0]!.AsObject()));
        Assert.Empty(Missing<Liveness>(json["liveness"]!.AsObject()));
        Assert.Empty(Missing<SessionHeader>(json["header"]!.AsObject()));
        Assert.Empty(Missing<Retry>(json["last_retry"]!["attempt"]!.AsObject()));
        Assert.DoesNotContain(
            json["counts"]!.AsObject(),
            count => count.Value!.GetValue<long>() == 0
        );
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
            Text(PackedState.Read(AnySession.Id, SessionStateJson.Write(Full())))
        );

    [Fact]
    public void Bytes_that_are_cut_short_are_refused()
    {
        var whole = new PackedState().Write(Full()).ToArray();

        Assert.All(
            Enumerable.Range(0, whole.Length),
            length =>
                Assert.Throws<InvalidDataException>(() =>
                    PackedState.Read(AnySession.Id, whole.AsSpan(0, length))
                )
        );
    }

    [Fact]
    public void A_version_that_is_not_known_is_refused()
    {
        var later = new PackedState().Write(Full()).ToArray();
        later[0]++;

        Assert.Throws<InvalidDataException>(() => PackedState.Read(AnySession.Id, later));
    }

    private static SessionState Again(SessionState state) =>
        PackedState.Read(state.Id, new PackedState().Write(state));

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
                },
            },
            none with
            {
                Type = EventType.PhaseStart,
                PhaseInfo = new PhaseHeader(0, 60),
            },
            none with
            {
                Type = EventType.Heartbeat,
                Beat = new Beat(7, 2, 8),
                Figures = new Figures
                {
                    Equity = 9_000.5,
                    Pnl = -999.5,
                    Trades = 3,
                    Wins = 1,
                    Losses = 2,
                },
            },
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
                Type = EventType.RunnerEnd,
                Status = EventStatus.Cancelled,
            },
        ];
        foreach (var e in events)
        {
            state.Apply(e, null, Start.AddSeconds(state.Counts.Events));
        }

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
