using Sessions.Sqlite.State.Messages;

namespace Sessions.Sqlite.State;

/// <summary>A phase as a message; <see cref="PhaseFromMessage"/> is the way back, field by field.</summary>
internal static class PhaseToMessage
{
    public static PhaseMessage Of(PhaseState phase, long start)
    {
        var message = new PhaseMessage
        {
            Name = phase.Name,
            Progress = ToMessage.Count(phase.Progress, start),
            ProgressTotal = ToMessage.Count(phase.ProgressTotal, start),
            Loose = Counts(phase.Loose),
        };
        if (phase.Index is { } index)
        {
            message.Index = index;
        }

        if (phase.SealedUntil is { } sealedUntil)
        {
            message.SealedUntil = ToMessage.Time(sealedUntil, start);
        }

        if (phase.RestartedAt is { } restarted)
        {
            message.Restarted = ToMessage.Time(restarted, start);
        }

        if (phase.Earlier is { Count: > 0 } earlier)
        {
            message.Earlier = new EarlierRunsMessage
            {
                Count = earlier.Count,
                Elapsed = earlier.Elapsed.Ticks,
                Totals = Counts(
                    new RunCounts(earlier.Totals.Trades, earlier.Totals.Wins, earlier.Totals.Losses)
                ),
                LongestSeconds = earlier.LongestSeconds,
            };
            if (earlier.Index is { } least)
            {
                message.Earlier.Index = least;
            }
        }

        message.Shifts.AddRange(phase.Shifts.Select(shift => ClockToMessage.Of(shift, start)));
        foreach (var run in phase.Stated)
        {
            message.Stated.Add(Of(run, start));
        }

        foreach (var sample in phase.Samples)
        {
            message.Samples.Add(Of(sample, start));
        }

        return message;
    }

    public static PhaseLivenessMessage Of(PhaseLiveness phase, long start)
    {
        var message = new PhaseLivenessMessage
        {
            Name = phase.Name,
            Opened = ToMessage.Time(phase.OpenedAt, start),
            LastWork = ToMessage.Time(phase.LastWorkAt, start),
            Beat = phase.Beat,
            BeatAtLastWork = phase.BeatAtLastWork,
        };
        if (phase.LastBeatAt is { } beat)
        {
            message.LastBeat = ToMessage.Time(beat, start);
        }

        return message;
    }

    private static RunMessage Of(PhaseRun run, long start)
    {
        var message = new RunMessage { Status = (int)run.Status, Counts = Counts(run.Counts) };
        if (run.SpanId is { } span)
        {
            message.SpanId = span;
        }

        if (run.ParentSpanId is { } parent)
        {
            message.ParentSpanId = parent;
        }

        if (run.Number is { } number)
        {
            message.Number = number;
        }

        if (run.Index is { } index)
        {
            message.Index = index;
        }

        if (run.TimeLimitSeconds is { } limit)
        {
            message.TimeLimitSeconds = limit;
        }

        if (run.StartedAt is { } started)
        {
            message.Started = ToMessage.Time(started, start);
        }

        if (run.EndedAt is { } ended)
        {
            message.Ended = ToMessage.Time(ended, start);
        }

        return message;
    }

    private static SampleMessage Of(in CountSample sample, long start)
    {
        var message = new SampleMessage
        {
            Time = ToMessage.Time(sample.At, start),
            Counts = Counts(sample.Counts),
        };
        if (sample.SpanId is { } span)
        {
            message.SpanId = span;
        }

        if (sample.Run is { } run)
        {
            message.Run = run;
        }

        return message;
    }

    private static TradesMessage? Counts(in RunCounts counts)
    {
        if (counts.IsEmpty)
        {
            return null;
        }

        var message = new TradesMessage();
        if (counts.Trades is { } trades)
        {
            message.Trades = trades;
        }

        if (counts.Wins is { } wins)
        {
            message.Wins = wins;
        }

        if (counts.Losses is { } losses)
        {
            message.Losses = losses;
        }

        return message;
    }
}
