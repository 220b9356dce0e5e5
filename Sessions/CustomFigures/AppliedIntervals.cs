using System.Globalization;

namespace Sessions;

/// <summary>
/// The pieces of time whose deltas are counted already, so that one which comes again is not counted twice: those that
/// follow each other are one. An interval is without its start and with its end. Mostly there is a single one, however many deltas there were.
/// </summary>
public sealed class AppliedIntervals
{
    /// <summary>How many are told apart; beyond it the two oldest become one, and a delta between them counts no more.</summary>
    public const int Most = 256;

    private readonly List<(long Start, long End)> _all = [];

    /// <summary>In order of time, UTC ticks.</summary>
    public IReadOnlyList<(long Start, long End)> All => _all;

    /// <summary>Applies the delta of an interval.</summary>
    /// <param name="start">UTC ticks; as <paramref name="end"/> where it is not stated.</param>
    /// <param name="end">UTC ticks.</param>
    /// <returns>False when it is counted already.</returns>
    public bool TryAdd(long start, long end)
    {
        start = Math.Min(start, end);
        var place = _all.FindIndex(known => known.End >= start);
        place = place < 0 ? _all.Count : place;
        if (place < _all.Count && _all[place].Start <= start && end <= _all[place].End)
        {
            return false;
        }

        var (from, to) = (start, end);
        while (place < _all.Count && _all[place].Start <= end)
        {
            from = Math.Min(from, _all[place].Start);
            to = Math.Max(to, _all[place].End);
            _all.RemoveAt(place);
        }

        _all.Insert(place, (from, to));
        if (_all.Count > Most)
        {
            _all[1] = (_all[0].Start, _all[1].End);
            _all.RemoveAt(0);
        }

        return true;
    }

    /// <summary>As a store keeps them: <c>start-end</c>, separated by blanks.</summary>
    public override string ToString() =>
        string.Join(
            ' ',
            _all.Select(one =>
                string.Create(CultureInfo.InvariantCulture, $"{one.Start}-{one.End}")
            )
        );

    /// <param name="text">As <see cref="ToString"/> gave it.</param>
    public static AppliedIntervals Parse(string text)
    {
        var intervals = new AppliedIntervals();
        foreach (var one in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = one.Split('-');
            intervals._all.Add(
                (
                    long.Parse(ends[0], CultureInfo.InvariantCulture),
                    long.Parse(ends[1], CultureInfo.InvariantCulture)
                )
            );
        }

        return intervals;
    }
}
