using Sessions.Sqlite.State.Messages;

namespace Sessions.Sqlite.State;

/// <summary>What is known of a runner's clock out of its messages; the way back from <see cref="ClockToMessage"/>.</summary>
internal static class ClockFromMessage
{
    public static ClockShift Shift(ShiftMessage message, long start) =>
        new(
            FromMessage.Time(message.Started, start),
            FromMessage.Time(message.Opened, start),
            TimeSpan.FromTicks(message.By),
            message.HasClosed ? FromMessage.Time(message.Closed, start) : null
        )
        {
            SpanId = message.HasSpanId ? message.SpanId : null,
        };

    public static ClockSet Set(ClockSetMessage message, long start) =>
        new(
            message.FirstBeat,
            message.Generation,
            TimeSpan.FromTicks(message.By),
            FromMessage.Time(message.At, start),
            FromMessage.Time(message.Arrived, start)
        );

    public static ClockReading? Reading(ReadingMessage? message, long start) =>
        message is null
            ? null
            : new ClockReading(
                message.Number,
                message.Generation,
                FromMessage.Time(message.At, start),
                FromMessage.Time(message.Arrived, start),
                message.Steady
            );
}
