using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Rows;

/// <summary>A row of the table <c>point</c>: one writer's gauge point that came without its beat.</summary>
internal readonly record struct PointRow(
    ulong Writer,
    long Position,
    DateTimeOffset ArrivedAt,
    GaugePoint Point
)
{
    public const string Columns =
        "session_id, time, metric, phase, run, writer, position, arrived, value";

    public GaugePoint Key => KeyOf(Point);

    /// <summary>The point without its value: its place.</summary>
    public static GaugePoint KeyOf(in GaugePoint point) => point with { Value = 0 };

    public void Write(RowBody body) =>
        body.Begin()
            .Add(Point.SessionId)
            .Add(Point.Timestamp.UtcTicks)
            .Add((long)Point.Metric)
            .Add(Point.Phase)
            .Add((long)(Point.Run ?? 0))
            .Add(Writer)
            .Add(Position)
            .Add(ArrivedAt.UtcTicks)
            .Add((double?)Point.Value)
            .End();

    public static PointRow Read(ref Row row)
    {
        var session = row.Text();
        var time = row.Int64();
        var metric = (GaugeMetric)row.Int64();
        var phase = row.TextOrNull();
        var run = (int)row.Int64();
        var writer = row.UInt64();
        var position = row.Int64();
        var arrived = row.Int64();
        var value = row.DoubleOrNull() ?? 0;
        return new PointRow(
            writer,
            position,
            EventRow.Time(arrived),
            new GaugePoint(session, phase, EventRow.Time(time), metric, value)
            {
                Run = run > 0 ? run : null,
            }
        );
    }

    /// <summary>One point for each place: of what several said, the greater.</summary>
    public static IEnumerable<GaugePoint> Settle(IEnumerable<GaugePoint> points) =>
        points.GroupBy(p => KeyOf(p)).Select(same => same.MaxBy(p => p.Value));
}
