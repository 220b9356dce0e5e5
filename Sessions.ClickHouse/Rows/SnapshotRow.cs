using System.Text;
using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Rows;

/// <summary>A row of the table <c>session</c>: the state that a writer folded, and the rows that it takes in.</summary>
internal sealed record SnapshotRow(
    ulong Writer,
    long Position,
    Coverage Covers,
    bool HasPoints,
    SessionState State
)
{
    /// <summary>What is written.</summary>
    public const string Columns =
        "session_id, writer, position, covers, runner, start, status, duration, roi, changed, has_points, state";

    /// <summary>What is read.</summary>
    public const string ReadColumns = "writer, position, covers, has_points, state";

    public void Write(RowBody body) =>
        body.Begin()
            .Add(State.Id)
            .Add(Writer)
            .Add(Position)
            .Add(Covers.ToString())
            .Add(State.RunnerName)
            .Add(State.StartedAt.UtcTicks)
            .Add((long)State.Status)
            .Add(State.EndedAt is { } end ? State.Runtime(end).Ticks : (long?)null)
            .Add(double.IsNaN(State.Roi) ? 0 : (double?)State.Roi)
            .Add(State.Liveness.LastSignalAt.UtcTicks)
            .Add(HasPoints ? 1L : 0L)
            .AddText(SessionStateJson.Write(State))
            .End();

    /// <summary>Reads a row selected by <see cref="ReadColumns"/>.</summary>
    public static SnapshotRow Read(ref Row row)
    {
        var writer = row.UInt64();
        var position = row.Int64();
        var covers = Coverage.Parse(row.Text());
        var hasPoints = row.Int64() != 0;
        return new SnapshotRow(
            writer,
            position,
            covers,
            hasPoints,
            SessionStateJson.Read(Encoding.UTF8.GetBytes(row.Text()))
        );
    }
}
