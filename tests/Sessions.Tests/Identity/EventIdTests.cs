namespace Sessions.Tests;

/// <summary>What an event's identity tells of it.</summary>
public sealed class EventIdTests
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_event_is_of_its_time_when_another_time_makes_it_another_event() =>
        Assert.All(
            Enum.GetValues<EventType>(),
            type =>
            {
                var e = new SessionEvent
                {
                    SessionId = "s",
                    Type = type,
                    Timestamp = Moment,
                    SpanId = "a1b2c3d4e5f60718",
                };
                var later = e with { Timestamp = Moment.AddSeconds(1) };
                Assert.Equal(e.Id != later.Id, e.Id.IsOfItsTime);
            }
        );

    [Fact]
    public void A_numbered_beat_is_the_same_at_any_time() =>
        Assert.False(
            EventId
                .Of(
                    new SessionEvent
                    {
                        SessionId = "s",
                        Type = EventType.Heartbeat,
                        Timestamp = Moment,
                        Beat = new Beat(7, 2, null),
                    }
                )
                .IsOfItsTime
        );
}
