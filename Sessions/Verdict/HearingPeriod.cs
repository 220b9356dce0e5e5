namespace Sessions;

/// <summary>
/// A period without a break in which the collector could hear every runner: it ran, listened, kept up with what came
/// in, and could write to the store. Only within such a period does silence say anything about a runner.
/// </summary>
/// <param name="Since">Its start, by the collector's clock, UTC.</param>
/// <param name="Until">
/// The newest moment known to belong to it, by the collector's clock, UTC; null when it goes on now. The collector
/// states that moment anew every second or two, so a period whose end is older than
/// <see cref="VerdictContext.HearingTolerance"/> is over.
/// </param>
public readonly record struct HearingPeriod(DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>How many periods a store keeps.</summary>
    public const int MaxKept = 64;
}
