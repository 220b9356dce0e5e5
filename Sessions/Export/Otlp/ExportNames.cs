namespace Sessions;

/// <summary>Attributes that only an export has, so that a store that takes it in keeps what the first one knew.</summary>
public static class ExportNames
{
    /// <summary>string, metric points: who counted an amount, as <see cref="FigurePoint.Writer"/>.</summary>
    public const string FigureWriter = "runner.export.writer";

    /// <summary>int, heartbeats: which process's count the number belongs to, as <see cref="Beat.Generation"/>.</summary>
    public const string BeatGeneration = "runner.export.process";
}
