namespace Collector.Decode;

/// <summary>
/// One value that does not fit its name and was left out, while the rest of its item counts. A list that is only ever
/// added to at its front, so that the items of a resource can share its tail.
/// </summary>
/// <param name="What">The name and what its value must be.</param>
/// <param name="Next">What was left out before.</param>
internal sealed record IgnoredValue(string What, IgnoredValue? Next);
