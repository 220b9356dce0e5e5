namespace Sessions.Tests;

public sealed class SessionComparisonTests
{
    [Fact]
    public void Two_sessions_that_did_the_same_have_no_difference_however_fast_they_were()
    {
        var comparison = Compare(Run("a", 0), Run("b", 86_400, pace: 3));

        Assert.Null(comparison.FirstDifference);
        Assert.Equal(["data_phase", "api_phase"], comparison.Phases.Select(p => p.Name));
        Assert.Equal(TimeSpan.FromSeconds(20), comparison.Phases[0].Longer);
        Assert.All(comparison.Checkpoints, c => Assert.NotNull(c.Left));
        Assert.All(comparison.Checkpoints, c => Assert.NotNull(c.Right));
    }

    [Fact]
    public void Offsets_are_from_each_ones_own_start()
    {
        var pair = Compare(Run("a", 0), Run("b", 86_400)).Checkpoints[0];

        Assert.Equal(TimeSpan.FromSeconds(4), pair.Left!.Offset);
        Assert.Equal(TimeSpan.FromSeconds(4), pair.Right!.Offset);
    }

    [Fact]
    public void The_first_difference_is_the_earliest_on_elapsed_time()
    {
        var right = Run("b", 0, lint: EventStatus.Fail, status: EventStatus.Failed);

        var difference = Compare(Run("a", 0), right).FirstDifference!;

        Assert.Equal(TimeSpan.FromSeconds(14), difference.At);
        Assert.Equal(
            "Checkpoint lint_ok in Api Phase at 14 s: pass there, fail here.",
            difference.Sentence
        );
    }

    [Fact]
    public void A_checkpoint_that_only_one_has_is_a_difference()
    {
        var difference = Compare(Run("a", 0), Run("b", 0, lint: null)).FirstDifference!;

        Assert.Equal(("pass", "absent"), (difference.Left, difference.Right));
    }

    [Fact]
    public void A_repeated_checkpoint_is_compared_turn_by_turn()
    {
        var left = Run("a", 0);
        var right = Run("b", 0);
        left.At(5, "data_phase").Check("schema_ok", EventStatus.Pass);
        right.At(6, "data_phase").Check("schema_ok", EventStatus.Warn);

        Assert.StartsWith(
            "Checkpoint schema_ok in Data Phase (no. 2) at 5.0 s: pass there, warn here",
            Compare(left, right).FirstDifference!.Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_a_running_session_has_not_reached_is_no_difference()
    {
        var running = new Script("b").Start(0).At(0, "data_phase").Phase();

        var comparison = Compare(Run("a", 0), running);

        Assert.Null(comparison.FirstDifference);
        Assert.Null(comparison.Phases[1].Right);
        Assert.Equal(2, comparison.Checkpoints.Count);
    }

    [Fact]
    public void A_phase_that_only_the_right_one_has_stands_last()
    {
        var right = Run("b", 0);
        right.At(7, "extra_phase").Phase();

        var comparison = Compare(Run("a", 0), right);

        Assert.Equal("extra_phase", comparison.Phases[^1].Name);
        Assert.Equal("Extra Phase", comparison.FirstDifference!.What);
        Assert.Equal(TimeSpan.FromSeconds(7), comparison.FirstDifference.At);
    }

    [Fact]
    public void Sessions_that_only_ended_differently_part_at_the_end()
    {
        var right = Run("b", 0, status: EventStatus.Cancelled);

        Assert.Equal(
            new SessionDifference(TimeSpan.FromSeconds(20), "Session", "success", "cancelled"),
            Compare(Run("a", 0), right).FirstDifference
        );
    }

    private static SessionComparison Compare(Script left, Script right) =>
        SessionComparison.Of(
            left.Session,
            left.Events,
            right.Session,
            right.Events,
            ScriptedRunner.Noon.AddSeconds(60)
        );

    private static Script Run(
        string id,
        double start,
        double pace = 1,
        EventStatus? lint = EventStatus.Pass,
        EventStatus status = EventStatus.Success
    )
    {
        var script = new Script(id, start, pace)
            .Start(0)
            .At(0, "data_phase")
            .Phase()
            .At(4, "data_phase")
            .Check("schema_ok", EventStatus.Pass)
            .At(10, "data_phase")
            .PhaseEnd()
            .At(10, "api_phase")
            .Phase();
        if (lint is { } stated)
        {
            script.At(14, "api_phase").Check("lint_ok", stated);
        }

        return script.At(20, "api_phase").PhaseEnd().End(status);
    }

    /// <summary>A session told by elapsed time, at its own pace.</summary>
    private sealed class Script(string id, double start = 0, double pace = 1)
    {
        private double _at;
        private string? _phase;

        public SessionState Session { get; } = new() { Id = id };

        public List<SessionEvent> Events { get; } = [];

        public Script At(double seconds, string? phase)
        {
            (_at, _phase) = (seconds, phase);
            return this;
        }

        public Script Start(double at) => At(at, null).Add(EventType.RunnerStart);

        public Script Phase() => Add(EventType.PhaseStart);

        public Script PhaseEnd() => Add(EventType.PhaseEnd, EventStatus.Success);

        public Script Check(string name, EventStatus status) =>
            Add(EventType.Checkpoint, status, name);

        public Script End(EventStatus status) => At(_at, null).Add(EventType.RunnerEnd, status);

        private Script Add(EventType type, EventStatus? status = null, string? checkpoint = null)
        {
            var e = new SessionEvent
            {
                SessionId = id,
                Type = type,
                Timestamp = ScriptedRunner.Noon.AddSeconds(start + (_at * pace)),
                Phase = _phase,
                Status = status,
                Checkpoint = checkpoint,
            };
            Events.Add(e);
            Session.Apply(e, null, e.Timestamp);
            return this;
        }
    }
}
