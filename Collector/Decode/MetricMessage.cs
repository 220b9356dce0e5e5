namespace Collector.Decode;

/// <summary>
/// <c>opentelemetry.proto.metrics.v1.Metric</c>, read in place. Of all kinds of data the points are counted; only those
/// of a gauge or of a cumulative sum state a value as it stands, so only those are visited.
/// </summary>
internal readonly ref struct MetricMessage
{
    private const uint NameField = 1 << 3 | WireTag.Bytes;
    private const uint GaugeField = 5 << 3 | WireTag.Bytes;
    private const uint SumField = 7 << 3 | WireTag.Bytes;
    private const uint HistogramField = 9 << 3 | WireTag.Bytes;
    private const uint ExponentialHistogramField = 10 << 3 | WireTag.Bytes;
    private const uint SummaryField = 11 << 3 | WireTag.Bytes;

    // The same in all five kinds of data.
    private const uint DataPointsField = 1 << 3 | WireTag.Bytes;
    private const uint SumTemporalityField = 2 << 3 | WireTag.Varint;
    private const ulong Cumulative = 2;

    private MetricMessage(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool statesValues)
    {
        Name = name;
        Data = data;
        StatesValues = statesValues;
    }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Whether the points are values as they stand.</summary>
    public bool StatesValues { get; }

    private ReadOnlySpan<byte> Data { get; }

    /// <summary>The points, when <see cref="StatesValues"/>.</summary>
    public NumberDataPointList Points => new(Data, DataPointsField);

    public static MetricMessage Read(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> name = default,
            data = default;
        var statesValues = false;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case NameField:
                    name = reader.Bytes();
                    break;
                case GaugeField:
                    data = reader.Bytes();
                    statesValues = true;
                    break;
                case SumField:
                    data = reader.Bytes();
                    statesValues = IsCumulative(data);
                    break;
                case HistogramField:
                case ExponentialHistogramField:
                case SummaryField:
                    data = reader.Bytes();
                    statesValues = false;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(name, data, statesValues);
    }

    public int CountPoints()
    {
        var count = 0;
        var reader = new WireReader(Data);
        while (reader.Next())
        {
            count += reader.Tag == DataPointsField ? 1 : 0;
            reader.Skip();
        }

        return count;
    }

    private static bool IsCumulative(ReadOnlySpan<byte> sum)
    {
        ulong temporality = 0;
        var reader = new WireReader(sum);
        while (reader.Next())
        {
            if (reader.Tag == SumTemporalityField)
            {
                temporality = reader.Varint();
            }
            else
            {
                reader.Skip();
            }
        }

        return temporality == Cumulative;
    }
}
