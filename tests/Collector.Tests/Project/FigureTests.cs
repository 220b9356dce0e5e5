using Collector.Project;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Metrics.V1;
using Sessions;

namespace Collector.Tests.Project;

/// <summary>A metric that the conventions do not name is a figure of the session that its points name.</summary>
public sealed class FigureTests : IDisposable
{
    private static readonly (string, object) Id = ("session.id", Given.Session);

    private readonly Projector _projector = new();
    private readonly Projection _projection = new();

    public void Dispose() => _projector.Dispose();

    [Fact]
    public void A_gauge_is_kept_with_name_unit_description_and_attributes_in_order()
    {
        var metric = Given.Gauge("train.loss", 0.25, 1, Id, ("set", "test"), ("fold", 2));
        (metric.Unit, metric.Description) = ("1", "Loss");

        var point = Assert.Single(Project(metric));

        Assert.Equal(
            new Figure("train.loss", FigureKind.Gauge, false, """{"fold":2,"set":"test"}""")
            {
                Unit = "1",
                Description = "Loss",
            },
            point.Figure
        );
        Assert.Equal(
            (Given.Session, 0L, null, Given.Start.AddSeconds(1), new FigureAmount(0.25)),
            (point.SessionId, point.Writer, point.Start, point.Timestamp, point.Amount)
        );
        Assert.True(_projection.Ignored.IsEmpty);
    }

    [Fact]
    public void A_sum_says_since_when_it_counts_and_who_counts()
    {
        var delta = Project(Sum(AggregationTemporality.Delta, start: 1, at: 2, 5), "night-1");
        var again = Project(Sum(AggregationTemporality.Delta, start: 1, at: 2, 5), "night-1");
        var other = Project(Sum(AggregationTemporality.Cumulative, start: 1, at: 2, 5), "night-2");

        Assert.Equal(delta[0], again[0]);
        Assert.Equal(Given.Start.AddSeconds(1), delta[0].Start);
        Assert.Equal((true, 0L), (delta[0].Figure.IsDelta, delta[0].Source.Since));
        Assert.Equal(
            (false, Given.Start.AddSeconds(1).UtcTicks),
            (other[0].Figure.IsDelta, other[0].Source.Since)
        );
        Assert.NotEqual(0, delta[0].Writer);
        Assert.NotEqual(delta[0].Writer, other[0].Writer);
    }

    [Fact]
    public void A_start_that_is_not_before_the_value_says_nothing() =>
        Assert.Null(Project(Sum(AggregationTemporality.Cumulative, start: 2, at: 2, 5))[0].Start);

    [Fact]
    public void Histograms_of_both_kinds_keep_count_sum_least_and_greatest()
    {
        var plain = new HistogramDataPoint
        {
            TimeUnixNano = Given.Nanos(Given.Start),
            Count = 3,
            Sum = 6,
            Min = 1,
            Max = 3,
            Attributes = { Given.Attribute("session.id", Given.Session) },
        };
        var exponential = new ExponentialHistogramDataPoint
        {
            TimeUnixNano = Given.Nanos(Given.Start),
            Count = 2,
            Sum = 4,
            Attributes = { Given.Attribute("session.id", Given.Session) },
        };

        var points = new[]
        {
            Project(
                new Metric
                {
                    Name = "a",
                    Histogram = new Histogram
                    {
                        AggregationTemporality = AggregationTemporality.Delta,
                        DataPoints = { plain },
                    },
                }
            )[0],
            Project(
                new Metric
                {
                    Name = "b",
                    ExponentialHistogram = new ExponentialHistogram
                    {
                        AggregationTemporality = AggregationTemporality.Cumulative,
                        DataPoints = { exponential },
                    },
                }
            )[0],
        };

        Assert.Equal(
            [new FigureAmount(6, 3, 1, 3), new FigureAmount(4, 2)],
            points.Select(point => point.Amount)
        );
        Assert.All(points, point => Assert.Equal(FigureKind.Histogram, point.Figure.Kind));
    }

    [Fact]
    public void A_point_that_names_no_session_is_unmatched_and_one_without_a_value_is_passed_over()
    {
        var ended = Given.Gauge("loss", 1, 1, Id);
        ended.Gauge.DataPoints[0].Flags = 1;

        Assert.Empty(Project(Given.Gauge("loss", 1, 1)));
        Assert.Equal(1, _projection.Unmatched);
        Assert.Empty(Project(ended));
        Assert.Equal((0, true), (_projection.Unmatched, _projection.Ignored.IsEmpty));
    }

    [Fact]
    public void A_misspelt_metric_of_the_conventions_is_kept_and_said()
    {
        Assert.Single(Project(Given.Gauge("runner.hearbeat", 1, 1, Id)));
        Assert.Contains("runner.hearbeat", _projection.Warning);
        Assert.Contains("kept as a figure", _projection.Warning);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_left_out_alone_and_said(double value)
    {
        var metric = Given.Gauge("loss", value, 1, Id);
        metric.Gauge.DataPoints.Add(Given.Gauge("loss", 2, 2, Id).Gauge.DataPoints[0]);

        Assert.Equal(2, Assert.Single(Project(metric)).Amount.Value);
        Assert.Contains("loss: must be a number", _projection.Warning);
    }

    private static Metric Sum(
        AggregationTemporality temporality,
        double start,
        double at,
        double value
    ) =>
        new()
        {
            Name = "rows",
            Sum = new Sum
            {
                AggregationTemporality = temporality,
                DataPoints =
                {
                    new NumberDataPoint
                    {
                        StartTimeUnixNano = Given.Nanos(Given.Start.AddSeconds(start)),
                        TimeUnixNano = Given.Nanos(Given.Start.AddSeconds(at)),
                        AsDouble = value,
                        Attributes = { Given.Attribute("session.id", Given.Session) },
                    },
                },
            },
        };

    private List<FigurePoint> Project(Metric metric, string host = "h")
    {
        var request = Given.Request(metric);
        request.ResourceMetrics[0].Resource = Given.Resource(("host.name", host));
        _projector.Project(Signal.Metrics, request.ToByteArray(), _projection);
        return [.. _projection.Figures];
    }
}
