namespace Sessions.Sqlite.Read;

/// <summary>
/// Up to where what a text finds is put in order here. Whatever is found more often than that is met soon on a walk
/// over the list's own order.
/// </summary>
/// <param name="Runners">Names of runners: a seek each.</param>
/// <param name="Entries">Sessions whose ids start with it.</param>
/// <param name="Few">Sessions of runners that are sooner put in order than met on walks.</param>
/// <param name="Rows">Sessions whose rows have to be visited too.</param>
internal sealed record TextBounds(int Runners, int Entries, int Few, int Rows)
{
    public static TextBounds Default { get; } = new(1_000, 10_000, 1_000, 200);
}
