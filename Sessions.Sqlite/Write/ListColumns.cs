namespace Sessions.Sqlite.Write;

/// <summary>The columns of a session's row that are indexed, for lists: all of them change rarely.</summary>
/// <param name="Runner">Name of its runner.</param>
/// <param name="Start">UTC ticks.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Duration">Ticks; null while it runs.</param>
/// <param name="Roi">Percent.</param>
internal sealed record ListColumns(
    string Runner,
    long Start,
    long Status,
    long? Duration,
    double Roi
)
{
    public static ListColumns Of(SessionState state) =>
        new(
            state.RunnerName,
            state.StartedAt.UtcTicks,
            (long)state.Status,
            state.EndedAt is { } end ? state.Runtime(end).Ticks : null,
            double.IsNaN(state.Roi) ? 0 : state.Roi
        );
}
