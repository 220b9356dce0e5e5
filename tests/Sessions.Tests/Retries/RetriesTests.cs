namespace Sessions.Tests;

public sealed class RetriesTests
{
    private readonly List<SessionEvent> _events = [];
    private readonly SessionState _session = new() { Id = "s1" };

    [Fact]
    public void An_attempt_that_waits_says_when_the_next_is_due()
    {
        Attempt(10, 1, EventStatus.Retrying, delay: 1);
        Attempt(11, 2, EventStatus.Retrying, delay: 2);

        var group = Assert.Single(Groups());

        Assert.Equal(EventStatus.Retrying, group.Outcome);
        Assert.Equal((2, 3), (group.Last.Number, group.Max));
        Assert.Equal(ScriptedRunner.Noon.AddSeconds(13), group.NextDueAt);
        Assert.Equal("timeout", group.Reason);
    }

    [Theory]
    [InlineData(EventStatus.Success)]
    [InlineData(EventStatus.Failed)]
    public void An_outcome_closes_the_group(EventStatus outcome)
    {
        Attempt(10, 1, EventStatus.Retrying, delay: 1);
        Attempt(11, 2, outcome);
        Attempt(20, 1, EventStatus.Retrying, delay: 1);

        Assert.Collection(
            Groups(),
            closed =>
            {
                Assert.Equal(outcome, closed.Outcome);
                Assert.Equal(2, closed.Attempts.Count);
                Assert.Null(closed.NextDueAt);
            },
            open => Assert.Equal(EventStatus.Retrying, open.Outcome)
        );
    }

    [Fact]
    public void An_attempt_and_its_outcome_are_one_attempt()
    {
        Attempt(10, 1, EventStatus.Retrying, delay: 1);
        Attempt(12, 1, EventStatus.Success);

        var attempt = Assert.Single(Assert.Single(Groups()).Attempts);

        Assert.Equal(EventStatus.Success, attempt.Status);
        Assert.Equal(ScriptedRunner.Noon.AddSeconds(10), attempt.At);
    }

    [Fact]
    public void A_count_that_begins_anew_shows_that_the_first_thing_worked()
    {
        Attempt(10, 1, EventStatus.Retrying);
        Attempt(11, 2, EventStatus.Retrying);
        Attempt(30, 1, EventStatus.Retrying);

        Assert.Equal([EventStatus.Success, EventStatus.Retrying], Groups().Select(g => g.Outcome));
    }

    [Fact]
    public void Parallel_phases_do_not_mix()
    {
        Attempt(10, 1, EventStatus.Retrying, phase: "a");
        Attempt(11, 1, EventStatus.Retrying, phase: "b");
        Attempt(12, 2, EventStatus.Success, phase: "a");
        Attempt(13, 2, EventStatus.Failed, phase: "b");

        Assert.Equal(
            [("a", EventStatus.Success), ("b", EventStatus.Failed)],
            Groups().Select(g => (g.Phase!, g.Outcome))
        );
    }

    [Theory]
    [InlineData(EventStatus.Success, EventStatus.Success)]
    [InlineData(EventStatus.Timeout, EventStatus.Failed)]
    public void Without_an_outcome_the_phases_end_tells(EventStatus phaseEnd, EventStatus expected)
    {
        Add(0, EventType.PhaseStart);
        Attempt(10, 1, EventStatus.Retrying, delay: 1);
        Add(20, EventType.PhaseEnd, e => e with { Status = phaseEnd });

        Assert.Equal(expected, Assert.Single(Groups()).Outcome);
    }

    [Fact]
    public void Without_a_phases_end_the_sessions_end_tells()
    {
        Attempt(10, 3, EventStatus.Retrying, delay: 1);
        Add(12, EventType.RunnerEnd, e => e with { Status = EventStatus.Error });

        var group = Assert.Single(Groups());

        Assert.Equal(EventStatus.Failed, group.Outcome);
        Assert.Null(group.NextDueAt);
    }

    [Fact]
    public void A_runner_that_does_not_count_is_counted()
    {
        Add(1, EventType.AutocorrectAttempt, e => e with { Status = EventStatus.Retrying });
        Add(2, EventType.AutocorrectAttempt, e => e with { Status = EventStatus.Retrying });
        Add(3, EventType.AutocorrectAttempt, e => e with { Status = EventStatus.Success });

        Assert.Equal([1, 2, 3], Assert.Single(Groups()).Attempts.Select(a => a.Number));
    }

    [Fact]
    public void The_order_of_the_events_does_not_count()
    {
        Attempt(10, 1, EventStatus.Retrying);
        Attempt(11, 2, EventStatus.Failed);
        _events.Reverse();

        Assert.Equal([1, 2], Assert.Single(Groups()).Attempts.Select(a => a.Number));
    }

    [Fact]
    public void Other_events_make_no_group()
    {
        Add(0, EventType.PhaseStart);
        Add(1, EventType.Error);

        Assert.Empty(Groups());
    }

    private IReadOnlyList<RetryGroup> Groups() => Retries.Of(_session, _events);

    private void Attempt(
        double at,
        int number,
        EventStatus status,
        double? delay = null,
        string phase = "api_phase"
    ) =>
        Add(
            at,
            EventType.AutocorrectAttempt,
            e =>
                e with
                {
                    Phase = phase,
                    Status = status,
                    Retry = new Retry(number, 3, delay, "timeout"),
                }
        );

    private void Add(double at, EventType type, Func<SessionEvent, SessionEvent>? with = null)
    {
        var e = new SessionEvent
        {
            SessionId = "s1",
            Type = type,
            Timestamp = ScriptedRunner.Noon.AddSeconds(at),
            Phase = "api_phase",
        };
        e = with is null ? e : with(e);
        _events.Add(e);
        _session.Apply(e, null, e.Timestamp);
    }
}
