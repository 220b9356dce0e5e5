using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>A session as a row of the list, as of one moment.</summary>
/// <param name="State">The session.</param>
/// <param name="Verdict">On it.</param>
/// <param name="Now">The moment.</param>
/// <param name="Spark">Its equity in few values, in order; empty when it states none.</param>
public sealed record ListRow(
    SessionState State,
    Verdict Verdict,
    DateTimeOffset Now,
    IReadOnlyList<double> Spark
)
{
    /// <summary>Values of <see cref="Spark"/> at most.</summary>
    public const int SparkPoints = 32;

    /// <summary>What its durations are counted by.</summary>
    public SessionClock Clock => SessionClock.Of(State, Verdict, Now);
}
