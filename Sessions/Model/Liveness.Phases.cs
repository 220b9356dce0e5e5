using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>The open phases, each with its own beats and its own signs of work.</summary>
public sealed partial class Liveness
{
    /// <summary>Phases that were left open are forgotten, the longest idle first.</summary>
    private const int MostOpen = 64;

    /// <summary>The phases that are open, as far as they were heard of.</summary>
    [JsonInclude]
    public List<PhaseLiveness> Phases { get; internal set; } = [];

    internal PhaseLiveness? Of(string phase) => Phases.Find(p => p.Name == phase);

    internal void Open(string phase, DateTimeOffset arrivedAt)
    {
        if (Of(phase) is { } known)
        {
            known.Work(Beat, arrivedAt);
            return;
        }

        if (Phases.Count == MostOpen)
        {
            Phases.Remove(Phases.MinBy(p => p.LastWorkAt)!);
        }

        Phases.Add(
            new PhaseLiveness
            {
                Name = phase,
                OpenedAt = arrivedAt,
                LastWorkAt = arrivedAt,
                Beat = Beat,
                BeatAtLastWork = Beat,
            }
        );
    }

    /// <summary>
    /// A phase is over. Another one without a beat of its own all the while was waiting for it: it stands still from now
    /// on at the earliest.
    /// </summary>
    internal void Close(string phase, DateTimeOffset arrivedAt)
    {
        if (Of(phase) is not { } closed)
        {
            return;
        }

        Phases.Remove(closed);
        foreach (var other in Phases)
        {
            if (!(other.LastBeatAt > closed.OpenedAt))
            {
                other.Work(Beat, arrivedAt);
            }
        }
    }

    internal void WorkIn(string phase, DateTimeOffset arrivedAt)
    {
        if (Of(phase) is not { } open)
        {
            return;
        }

        if (arrivedAt > open.LastWorkAt)
        {
            LearnGap(open.LastWorkAt, open.LastBeatAt, arrivedAt);
        }

        open.Work(Beat, arrivedAt);
    }

    /// <summary>A beat that names a phase is its own; one that names none is every open phase's.</summary>
    internal void BeatIn(string? phase, long number, DateTimeOffset arrivedAt)
    {
        foreach (var open in Phases)
        {
            if (phase is null || open.Name == phase)
            {
                open.NewBeat(number, arrivedAt);
            }
        }
    }
}

/// <summary>When an open phase was last heard of, by the collector's clock.</summary>
public sealed class PhaseLiveness
{
    [JsonInclude]
    public string Name { get; internal set; } = "";

    /// <summary>Arrival of its start.</summary>
    [JsonInclude]
    public DateTimeOffset OpenedAt { get; internal set; }

    /// <summary>Arrival of its last sign of work.</summary>
    [JsonInclude]
    public DateTimeOffset LastWorkAt { get; internal set; }

    /// <summary>Arrival of its last beat; absent before the first.</summary>
    [JsonInclude]
    public DateTimeOffset? LastBeatAt { get; internal set; }

    /// <summary>Number of its newest beat.</summary>
    [JsonInclude]
    public long Beat { get; internal set; }

    /// <summary>Number of the newest beat when work was last seen.</summary>
    [JsonInclude]
    public long BeatAtLastWork { get; internal set; }

    internal void Work(long beat, DateTimeOffset arrivedAt)
    {
        LastWorkAt = LastWorkAt > arrivedAt ? LastWorkAt : arrivedAt;
        BeatAtLastWork = beat;
    }

    internal void NewBeat(long number, DateTimeOffset arrivedAt)
    {
        Beat = Math.Max(Beat, number);
        LastBeatAt = LastBeatAt > arrivedAt ? LastBeatAt : arrivedAt;
        if (LastWorkAt == arrivedAt)
        {
            BeatAtLastWork = Beat;
        }
    }
}
