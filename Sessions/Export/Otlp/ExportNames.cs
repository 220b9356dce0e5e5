using System.Globalization;

namespace Sessions;

/// <summary>Attributes that only an export has, so that a store that takes it in keeps what the first one knew.</summary>
public static class ExportNames
{
    /// <summary>string, metric points: who counted an amount, as <see cref="FigurePoint.Writer"/>.</summary>
    public const string FigureWriter = "runner.export.writer";

    /// <summary>int, heartbeats: which process's count the number belongs to, as <see cref="Beat.Generation"/>.</summary>
    public const string BeatGeneration = "runner.export.process";

    /// <summary>string, log records of checkpoints and phases: what <see cref="ToldAs"/> gives.</summary>
    public const string Told = "runner.export.told";

    /// <summary>The value of <see cref="Told"/> on a phase's span whose parent was not stated.</summary>
    public const string NotTold = "-";

    /// <summary>
    /// How an event was told: of a phase the span that its span is in, of a checkpoint which signals told it and when the
    /// second did. Null where there is nothing to say.
    /// </summary>
    public static string? ToldAs(SessionEvent e) =>
        e.Type != EventType.Checkpoint ? e.ParentSpanId
        : e is { ToldBy: CheckpointTeller.Log, ToldAgainAt: null } ? null
        : string.Create(CultureInfo.InvariantCulture, $"{(int)e.ToldBy}/{e.ToldAgainAt?.UtcTicks}");

    /// <summary>The event with what an export says of how it was told; what makes no sense is left out.</summary>
    public static SessionEvent WithTold(SessionEvent e, string? told)
    {
        if (told is null || e.Type != EventType.Checkpoint)
        {
            return told is null ? e : e with { ParentSpanId = told };
        }

        return
            told.Split('/') is [var teller, var again]
            && int.TryParse(teller, CultureInfo.InvariantCulture, out var by)
            && Enum.IsDefined((CheckpointTeller)by)
            ? e with
            {
                ToldBy = (CheckpointTeller)by,
                ToldAgainAt =
                    long.TryParse(again, CultureInfo.InvariantCulture, out var ticks)
                    && ticks >= 0
                    && ticks <= DateTime.MaxValue.Ticks
                        ? new DateTimeOffset(ticks, TimeSpan.Zero)
                        : null,
            }
            : e;
    }
}
