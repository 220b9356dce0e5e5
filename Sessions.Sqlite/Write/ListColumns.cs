namespace Sessions.Sqlite.Write;

/// <summary>What a session's own row says of it, mostly for lists: all of it changes rarely.</summary>
/// <param name="Runner">Name of its runner.</param>
/// <param name="Start">UTC ticks.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Duration">Ticks; null while it runs.</param>
/// <param name="Roi">Percent.</param>
/// <param name="HasPoints">Whether gauge points are stored that came without their beat.</param>
internal readonly record struct ListColumns(
    string Runner,
    long Start,
    long Status,
    long? Duration,
    double Roi,
    bool HasPoints
)
{
    public static ListColumns Of(HotSession session)
    {
        var state = session.State;
        return new(
            state.RunnerName,
            state.StartedAt.UtcTicks,
            (long)state.Status,
            state.EndedAt is { } end ? state.Runtime(end).Ticks : null,
            double.IsNaN(state.Roi) ? 0 : state.Roi,
            session.HasPoints
        );
    }
}
