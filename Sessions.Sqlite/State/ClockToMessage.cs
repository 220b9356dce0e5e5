using Sessions.Sqlite.State.Messages;

namespace Sessions.Sqlite.State;

/// <summary>What is known of a runner's clock as messages; <see cref="ClockFromMessage"/> is the way back, field by field.</summary>
internal static class ClockToMessage
{
    public static ShiftMessage Of(ClockShift shift, long start)
    {
        var message = new ShiftMessage
        {
            Started = ToMessage.Time(shift.StartedAt, start),
            Opened = ToMessage.Time(shift.OpenedAt, start),
            By = shift.By.Ticks,
        };
        if (shift.ClosedAt is { } closed)
        {
            message.Closed = ToMessage.Time(closed, start);
        }

        if (shift.SpanId is { } span)
        {
            message.SpanId = span;
        }

        return message;
    }

    public static void Add(Liveness liveness, long start, LivenessMessage message)
    {
        if (liveness.FirstSignalAt is { } first)
        {
            message.FirstSignal = ToMessage.Time(first, start);
        }

        message.LastReading = Of(liveness.LastReading, start);
        message.EarlierReading = Of(liveness.EarlierReading, start);
        foreach (var ended in liveness.JustEnded)
        {
            message.JustEnded.Add(
                new EndedRunMessage { Phase = ended.Phase, Run = Of(ended.Run, start) }
            );
        }

        foreach (var set in liveness.ClockSets)
        {
            message.ClockSets.Add(
                new ClockSetMessage
                {
                    FirstBeat = set.FirstBeat,
                    Generation = set.Generation,
                    By = set.By.Ticks,
                    At = ToMessage.Time(set.At, start),
                    Arrived = ToMessage.Time(set.ArrivedAt, start),
                }
            );
        }
    }

    private static ReadingMessage? Of(ClockReading? reading, long start) =>
        reading is null
            ? null
            : new ReadingMessage
            {
                Number = reading.Number,
                Generation = reading.Generation,
                At = ToMessage.Time(reading.At, start),
                Arrived = ToMessage.Time(reading.ArrivedAt, start),
                Steady = reading.Steady,
            };
}
