using Collector.Project;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>What a request says can be stored in parts.</summary>
public sealed class ProjectionPartsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Parts_of_any_size_hold_everything_once_and_in_order(int size)
    {
        var projection = new Projection();
        projection.Events.AddRange(Event("a"), Event("b"), Event("c"));
        projection.TraceLogs.AddRange(Event("d"), Event("e"));
        projection.Points.AddRange(Point(1), Point(2));

        var batch = new WriteBatch { ArrivedAt = default };
        for (var from = 0; from < projection.Weight; from += size)
        {
            projection.CopyTo(batch, from, Math.Min(size, projection.Weight - from));
        }

        Assert.Equal(["a", "b", "c", "d", "e"], batch.Events.Select(e => e.Message));
        Assert.Equal([1, 2], batch.Points.Select(p => p.Value));
    }

    private static SessionEvent Event(string message) =>
        new()
        {
            SessionId = "s",
            Type = EventType.Log,
            Timestamp = default,
            Message = message,
        };

    private static GaugePoint Point(double value) =>
        new("s", null, default, GaugeMetric.Equity, value);
}
