using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Curve;

/// <summary>
/// A session's values for the reader, of one transaction: what the chunks' rows tell of all of them, and those
/// chunks unpacked that somebody looks into.
/// </summary>
internal sealed class StoredCurve : IEquityValues
{
    private readonly record struct Part(long Row, int Start, ChunkSummary Sum, double PeakBefore)
    {
        public int End => Start + Sum.Count;
    }

    /// <summary>How far two roundings of the same fall may lie apart, relatively.</summary>
    private const double Rounding = 1e-12;

    private readonly Database _database;
    private readonly List<Part> _parts = [];
    private readonly Dictionary<int, CurveValue[]> _unpacked = [];
    private int _at;

    public StoredCurve(Database database, long session)
    {
        _database = database;
        var last = CurveValue.First;
        var query = database
            .Prepare(
                "SELECT no, time, id, count, low, high, fall FROM curve WHERE session = ?1 ORDER BY time, id"
            )
            .Bind(1, session);
        while (query.Step())
        {
            last = new CurveValue(query.Int64(1), query.Int64(2), 0);
            var row = query.Int64(0);
            // Stretches of version 3 tell nothing.
            Add(
                row,
                query.Int64OrNull(3) is { } count
                    ? new ChunkSummary(
                        (int)count,
                        query.DoubleOrNull(4) ?? 0,
                        query.DoubleOrNull(5) ?? 0,
                        query.DoubleOrNull(6) ?? 0
                    )
                    : ChunkSummary.Of(Unpack(row))
            );
        }

        var open = new List<CurveValue>();
        StatedEquity.ReadAfter(database, session, last, open);
        _unpacked[_parts.Count] = [.. open];
        Add(0, ChunkSummary.Of(Chunk.Span(open)));
    }

    public int Count => _parts.Count == 0 ? 0 : _parts[^1].End;

    public (DateTimeOffset Timestamp, double Equity, EventId Id) this[int index]
    {
        get
        {
            var part = PartOf(index);
            var value = Values(part)[index - _parts[part].Start];
            return (EventReader.Time(value.Time), value.Equity, new EventId(value.Id));
        }
    }

    public double PeakAt(int index)
    {
        var part = PartOf(index);
        var peak = _parts[part].PeakBefore;
        foreach (var value in Values(part).AsSpan(0, index - _parts[part].Start + 1))
        {
            peak = Math.Max(peak, value.Equity);
        }

        return peak;
    }

    public (int Low, int High) Extremes(int start, int end)
    {
        var (low, lowAt, lowIn) = (double.PositiveInfinity, start, -1);
        var (high, highAt, highIn) = (double.NegativeInfinity, start, -1);
        for (var p = PartOf(start); p < _parts.Count && _parts[p].Start < end; p++)
        {
            var part = _parts[p];
            if (start <= part.Start && part.End <= end)
            {
                (low, lowIn) = part.Sum.Low < low ? (part.Sum.Low, p) : (low, lowIn);
                (high, highIn) = part.Sum.High > high ? (part.Sum.High, p) : (high, highIn);
                continue;
            }

            var values = Values(p);
            for (var i = Math.Max(start, part.Start); i < Math.Min(end, part.End); i++)
            {
                var equity = values[i - part.Start].Equity;
                (low, lowAt, lowIn) = equity < low ? (equity, i, -1) : (low, lowAt, lowIn);
                (high, highAt, highIn) = equity > high ? (equity, i, -1) : (high, highAt, highIn);
            }
        }

        return (
            lowIn < 0 ? lowAt : FirstIn(lowIn, low),
            highIn < 0 ? highAt : FirstIn(highIn, high)
        );
    }

    public (double Percent, int Peak, int Trough) DeepestFall()
    {
        // To below zero a fall is the deeper the lower its peak was, and from infinity it is none: rows do not tell it.
        var bound = _parts.Exists(part => part.Sum.Low <= 0 || double.IsInfinity(part.Sum.High))
            ? double.PositiveInfinity
            : _parts.Max(part => (double?)part.Sum.FallFrom(part.PeakBefore)) ?? 0;
        var (deepest, peakAt, trough, peakOf) = (0.0, 0, 0, double.NaN);
        for (var p = 0; p < _parts.Count && deepest < bound; p++)
        {
            var part = _parts[p];
            if (
                double.IsFinite(bound)
                && part.Sum.FallFrom(part.PeakBefore) < bound * (1 - Rounding)
            )
            {
                continue;
            }

            var (peak, at, i) = (part.PeakBefore, -1, part.Start);
            foreach (var (_, _, equity) in double.IsFinite(bound) ? Values(p) : Passing(p))
            {
                (peak, at) = equity > peak ? (equity, i) : (peak, at);
                var fall = EquityReduction.Drawdown(peak, equity);
                if (fall > deepest)
                {
                    (deepest, peakAt, trough, peakOf) = (fall, at, i, peak);
                }

                i++;
            }
        }

        return (
            deepest,
            peakAt < 0
                ? FirstIn(_parts.FindIndex(part => part.Sum.High == peakOf), peakOf)
                : peakAt,
            trough
        );
    }

    private void Add(long row, ChunkSummary sum)
    {
        if (sum.Count > 0)
        {
            var peak =
                _parts.Count == 0
                    ? double.NegativeInfinity
                    : Math.Max(_parts[^1].PeakBefore, _parts[^1].Sum.High);
            _parts.Add(new Part(row, Count, sum, peak));
        }
    }

    /// <summary>Most places that are asked for follow each other.</summary>
    private int PartOf(int index)
    {
        if (index >= _parts[_at].Start && index < _parts[_at].End)
        {
            return _at;
        }

        var (low, high) = (0, _parts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _parts[middle].Start <= index ? (middle, high) : (low, middle - 1);
        }

        return _at = low;
    }

    private int FirstIn(int part, double equity) =>
        _parts[part].Start + Array.FindIndex(Values(part), value => value.Equity == equity);

    private CurveValue[] Values(int part)
    {
        if (!_unpacked.TryGetValue(part, out var values))
        {
            _unpacked[part] = values = Unpack(_parts[part].Row);
        }

        return values;
    }

    /// <summary>For a look at all of them one after the other.</summary>
    private CurveValue[] Passing(int part) =>
        _unpacked.TryGetValue(part, out var values) ? values : Unpack(_parts[part].Row);

    private CurveValue[] Unpack(long row)
    {
        var query = _database.Prepare("SELECT chunk FROM curve WHERE no = ?1").Bind(1, row);
        query.Step();
        var values = new List<CurveValue>();
        Chunk.Unpack(query.Blob(0), values);
        query.Reset();
        return [.. values];
    }
}
