namespace Sessions.ClickHouse.Rows;

/// <summary>Takes what is new of a session into its state, and says when only folding it anew gives the right state.</summary>
internal static class SessionFold
{
    /// <param name="state">The state to change.</param>
    /// <param name="known">What the state has taken in of the same event; null when it is new.</param>
    /// <param name="merged">Both together.</param>
    /// <param name="arrivedAt">When it was received.</param>
    /// <returns>Whether the state has to be folded anew from all rows.</returns>
    public static bool Take(
        SessionState state,
        SessionEvent? known,
        SessionEvent merged,
        DateTimeOffset arrivedAt
    )
    {
        if (merged == known)
        {
            state.Liveness.Signal(arrivedAt);
            return false;
        }

        var wasLast = known?.Timestamp == state.LastEventAt;
        state.Apply(merged, known, arrivedAt);
        return (known is not null && SessionState.NeedsRefold(merged, known))
            || (wasLast && merged.Timestamp != known!.Timestamp)
            || state.IsStale;
    }
}
