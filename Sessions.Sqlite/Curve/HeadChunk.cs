namespace Sessions.Sqlite.Curve;

/// <summary>The newest values of a session, behind its last stored chunk, in the writer's memory.</summary>
/// <param name="after">Up to which place the stored chunks go.</param>
internal sealed class HeadChunk(CurveValue after)
{
    public CurveValue After { get; private set; } = after;

    public List<CurveValue> Values { get; } = [];

    /// <summary>Takes the first values out, which are stored now.</summary>
    public void Close(int count)
    {
        After = Values[count - 1];
        Values.RemoveRange(0, count);
    }
}
