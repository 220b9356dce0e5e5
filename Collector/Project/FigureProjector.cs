using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Collector.Decode;
using Sessions;

namespace Collector.Project;

/// <summary>A metric that the conventions do not name becomes a figure of the session that its points name.</summary>
internal sealed class FigureProjector(
    Interner interner,
    AttributeReader attributeReader,
    DetailsJson details
)
{
    /// <summary>Of either sign; what adds up stays a number.</summary>
    private const double MaxValue = 1e100;

    private const long MaxCount = long.MaxValue / 1_000_000;
    private const int MaxUnitBytes = 64;
    private const int MaxDescriptionBytes = 1024;
    private const string Prefix = "runner.";

    public void Project(
        in MetricMessage metric,
        in DecodedAttributes inherited,
        AttributeList resource,
        ReadOnlySpan<byte> scope,
        Projection into
    )
    {
        var kind = KindOf(metric.Kind);
        Figure? described = null;
        long? writer = null;
        foreach (var message in metric.Points)
        {
            into.Items++;
            var point = MetricPoint.Read(metric.Kind, message);
            var decoded = inherited;
            attributeReader.Read(point.Attributes, ref decoded);
            if (decoded.SessionId is not { } session)
            {
                into.Unmatched++;
                continue;
            }

            if (!point.HasRecordedValue)
            {
                continue;
            }

            if (Problem(metric, kind, point, decoded) is var (reason, why))
            {
                into.Ignored.Add(reason, session, $"metric {interner.Text(metric.Name)}: {why}");
                continue;
            }

            into.NoteValues(new DecodedAttributes { SessionId = session }, point.Time);
            described ??= Describe(metric, kind!.Value);
            writer ??= kind == FigureKind.Gauge ? 0 : WriterOf(resource, scope);
            Add(described, writer.Value, session, point, into);
        }
    }

    private void Add(
        Figure figure,
        long writer,
        string session,
        in MetricPoint point,
        Projection into
    )
    {
        var isCut = false;
        var attributes = details.Point(point.Attributes, ref isCut);
        if (isCut)
        {
            into.Ignored.Add(
                IgnoredReason.Limit,
                session,
                $"metric {figure.Name}: attributes nested, or beyond {DetailsJson.MaxPointBytes} bytes"
            );
        }

        if (figure.Name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            into.Ignored.Add(
                IgnoredReason.UnknownMetric,
                session,
                $"metric {figure.Name}: is no metric of the conventions, kept as a figure"
            );
        }

        var time = UnixTime.ToUtc(point.Time)!.Value;
        // A start that is not before the value says nothing.
        var start =
            figure.Kind != FigureKind.Gauge
            && UnixTime.ToUtc(point.Start) is { } stated
            && stated < time
                ? stated
                : (DateTimeOffset?)null;
        into.Figures.Add(
            new FigurePoint(
                session,
                attributes is null ? figure : figure with { Attributes = attributes },
                ExportedWriter(point.Attributes) ?? writer,
                start,
                time,
                new FigureAmount(
                    point.Value,
                    (long)point.Count,
                    Finite(point.Min),
                    Finite(point.Max)
                )
            )
        );
    }

    private static (IgnoredReason, string)? Problem(
        in MetricMessage metric,
        FigureKind? kind,
        in MetricPoint point,
        in DecodedAttributes decoded
    ) =>
        decoded.Problem is { } problem ? (IgnoredReason.BadValue, problem)
        : metric.Name.IsEmpty || metric.Name.Length > AttributeReader.MaxNameBytes
            ? (
                IgnoredReason.BadValue,
                $"must have a name of 1 to {AttributeReader.MaxNameBytes} bytes"
            )
        : kind is null ? (IgnoredReason.UnusedMetric, "states no aggregation temporality")
        : !(Math.Abs(point.Value) <= MaxValue) || point.Count > MaxCount
            ? (IgnoredReason.BadValue, $"must be a number within ±{MaxValue:0E+0}")
        : UnixTime.ToUtc(point.Time) is null
            ? (IgnoredReason.BadValue, "time_unix_nano missing or no time")
        : null;

    private Figure Describe(in MetricMessage metric, FigureKind kind) =>
        new(
            interner.Text(metric.Name),
            kind,
            metric.Kind
                is MetricKind.DeltaSum
                    or MetricKind.DeltaHistogram
                    or MetricKind.DeltaExponentialHistogram,
            null
        )
        {
            Unit = metric.Unit.Length <= MaxUnitBytes ? interner.Text(metric.Unit) : "",
            Description = metric.Description.IsEmpty
                ? ""
                : CutText.Of(metric.Description, MaxDescriptionBytes),
        };

    private static FigureKind? KindOf(MetricKind kind) =>
        kind switch
        {
            MetricKind.Gauge => FigureKind.Gauge,
            MetricKind.Sum or MetricKind.DeltaSum => FigureKind.Sum,
            MetricKind.None => null,
            _ => FigureKind.Histogram,
        };

    /// <summary>Amounts of several processes, or of several meters of one, add up; each is known by what it says of itself.</summary>
    private static long WriterOf(AttributeList resource, ReadOnlySpan<byte> scope)
    {
        // In whatever order the attributes are.
        var hash = XxHash3.HashToUInt64(scope);
        foreach (var attribute in resource)
        {
            var value = attribute.Value;
            hash += XxHash3.HashToUInt64(
                value.Bytes,
                (long)XxHash3.HashToUInt64(attribute.Key, value.Int)
            );
        }

        return (long)hash;
    }

    /// <summary>Who counted, where an export says it.</summary>
    private static long? ExportedWriter(AttributeList attributes)
    {
        foreach (var attribute in attributes)
        {
            if (
                KnownNames.Of(attribute.Key) == KnownName.FigureWriter
                && long.TryParse(
                    Encoding.UTF8.GetString(attribute.Value.Bytes),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var writer
                )
            )
            {
                return writer;
            }
        }

        return null;
    }

    private static double? Finite(double? value) =>
        value is { } number && Math.Abs(number) <= MaxValue ? value : null;
}
