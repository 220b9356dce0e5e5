using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>One clock for durations: what is known of a runner's clock that was set while the session went on.</summary>
public sealed partial class SessionState
{
    /// <summary>
    /// The newest moment that the runner stated, and when it reached the collector: how far its clock is off now.
    /// </summary>
    [JsonIgnore]
    internal (DateTimeOffset At, DateTimeOffset ArrivedAt) LatestMoment =>
        Liveness is { ClockSets.Count: > 0, LastReading: { } reading }
            ? (reading.At, reading.ArrivedAt)
            : (LastEventAt, Liveness.LastSignalAt);

    /// <summary>A heartbeat at the time that the session's first clock would have stated; everything else as it is.</summary>
    private SessionEvent OnOneClock(SessionEvent e) =>
        e.Beat is { } beat
        && Liveness.ClockSets.Count > 0
        && Liveness.ShiftOf(beat) is var shift
        && shift != TimeSpan.Zero
            ? e with
            {
                Timestamp = e.Timestamp - shift,
            }
            : e;

    private void ReadClock(SessionEvent e, DateTimeOffset arrivedAt)
    {
        switch (e.Type)
        {
            case EventType.RunnerEnd:
                Shift =
                    Shift is not null ? Shift with { ClosedAt = arrivedAt }
                    : Liveness.FirstSignalAt is { } opened
                        ? ClockShift.OfContradiction(StartedAt, e.Timestamp, opened, arrivedAt)
                    : null;
                break;
            case EventType.Heartbeat when e.Beat is { } beat:
                var set = Liveness.ReadClock(
                    beat,
                    e.Timestamp,
                    arrivedAt,
                    beat.IntervalSeconds ?? BeatIntervalSeconds
                );
                if (set is not null)
                {
                    SetClock(set);
                }

                break;
        }
    }

    /// <summary>Before the phase counts as closed.</summary>
    private void NoteEnd(SessionEvent e, PhaseState phase, DateTimeOffset arrivedAt)
    {
        if (phase.RunOf(e) is { } run)
        {
            Liveness.NoteEnd(phase.Name, run, arrivedAt);
            phase.CloseShift(run, Liveness.Of(phase.Name)?.OpenedAt, arrivedAt);
        }
    }

    private void SetClock(ClockSet set)
    {
        if (Liveness.FirstSignalAt is { } opened)
        {
            Shift = ClockShift.Of(Shift, StartedAt, opened, set);
        }

        foreach (var phase in Phases)
        {
            if (Liveness.Of(phase.Name) is { } open)
            {
                phase.SetClock(set, open.OpenedAt);
            }
        }

        foreach (var ended in Liveness.JustEnded)
        {
            PhaseNamed(ended.Phase)?.SetClock(set, ended.Run);
        }

        Liveness.JustEnded.Clear();
    }
}
