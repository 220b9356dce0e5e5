namespace Collector.Decode;

/// <summary>How a metric's points are to be read.</summary>
internal enum MetricKind
{
    None,

    /// <summary>Each point states a value as it stands.</summary>
    Gauge,

    /// <summary>A sum since a start: each point states a value as it stands.</summary>
    Sum,

    /// <summary>A sum since the point before.</summary>
    DeltaSum,

    /// <summary>A histogram since a start.</summary>
    Histogram,

    /// <summary>A histogram since the point before.</summary>
    DeltaHistogram,

    /// <summary>An exponential histogram since a start.</summary>
    ExponentialHistogram,

    /// <summary>An exponential histogram since the point before.</summary>
    DeltaExponentialHistogram,

    /// <summary>A summary.</summary>
    Summary,
}

/// <summary><c>opentelemetry.proto.metrics.v1.Metric</c>, read in place.</summary>
internal readonly ref struct MetricMessage
{
    private const uint NameField = 1 << 3 | WireTag.Bytes;
    private const uint DescriptionField = 2 << 3 | WireTag.Bytes;
    private const uint UnitField = 3 << 3 | WireTag.Bytes;
    private const uint GaugeField = 5 << 3 | WireTag.Bytes;
    private const uint SumField = 7 << 3 | WireTag.Bytes;
    private const uint HistogramField = 9 << 3 | WireTag.Bytes;
    private const uint ExponentialHistogramField = 10 << 3 | WireTag.Bytes;
    private const uint SummaryField = 11 << 3 | WireTag.Bytes;

    // The same in all kinds of data that have one.
    private const uint TemporalityField = 2 << 3 | WireTag.Varint;
    private const ulong Delta = 1;
    private const ulong Cumulative = 2;

    private MetricMessage(ReadOnlySpan<byte> data) => Points = new(data);

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Description { get; private init; }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Unit { get; private init; }

    public MetricKind Kind { get; private init; }

    /// <summary>The points' messages, to be read by <see cref="Kind"/>.</summary>
    public DataPointList Points { get; }

    public static MetricMessage Read(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> name = default,
            description = default,
            unit = default,
            data = default;
        var kind = MetricKind.None;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case NameField:
                    name = reader.Bytes();
                    break;
                case DescriptionField:
                    description = reader.Bytes();
                    break;
                case UnitField:
                    unit = reader.Bytes();
                    break;
                case GaugeField:
                    data = reader.Bytes();
                    kind = MetricKind.Gauge;
                    break;
                case SumField:
                    data = reader.Bytes();
                    kind = Temporality(data) switch
                    {
                        Cumulative => MetricKind.Sum,
                        Delta => MetricKind.DeltaSum,
                        _ => MetricKind.None,
                    };
                    break;
                case HistogramField:
                    data = reader.Bytes();
                    kind =
                        Temporality(data) == Delta
                            ? MetricKind.DeltaHistogram
                            : MetricKind.Histogram;
                    break;
                case ExponentialHistogramField:
                    data = reader.Bytes();
                    kind =
                        Temporality(data) == Delta
                            ? MetricKind.DeltaExponentialHistogram
                            : MetricKind.ExponentialHistogram;
                    break;
                case SummaryField:
                    data = reader.Bytes();
                    kind = MetricKind.Summary;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(data)
        {
            Name = name,
            Description = description,
            Unit = unit,
            Kind = kind,
        };
    }

    private static ulong Temporality(ReadOnlySpan<byte> data)
    {
        ulong temporality = 0;
        var reader = new WireReader(data);
        while (reader.Next())
        {
            if (reader.Tag == TemporalityField)
            {
                temporality = reader.Varint();
            }
            else
            {
                reader.Skip();
            }
        }

        return temporality;
    }
}

/// <summary>Visits the points of a metric in place, whatever its kind: their field is the same in all of them.</summary>
internal ref struct DataPointList(ReadOnlySpan<byte> data)
{
    private const uint DataPointsField = 1 << 3 | WireTag.Bytes;

    private WireReader _reader = new(data);

    /// <summary>The point's message.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly DataPointList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_reader.Next())
        {
            if (_reader.Tag == DataPointsField)
            {
                Current = _reader.Bytes();
                return true;
            }

            _reader.Skip();
        }

        return false;
    }
}
