namespace Sessions;

/// <summary>
/// The values of one source within a piece of time: the latest of them, or of deltas their sum. Cells that are put
/// together in any order give the same.
/// </summary>
/// <param name="At">Time of the latest value in it, UTC.</param>
/// <param name="Amount">That value, with the extremes of all; of deltas what all add up to.</param>
public readonly record struct FigureCell(DateTimeOffset At, FigureAmount Amount)
{
    /// <summary>How many cells a source has at most: 512 values tell the course of a month as well as of a minute.</summary>
    public const int MostOfSource = 512;

    private static readonly TimeSpan Narrowest = TimeSpan.FromMilliseconds(100);

    /// <summary>Both as one.</summary>
    public FigureCell With(FigureCell other, bool isDelta)
    {
        var (earlier, later) =
            At < other.At || (At == other.At && Amount.IsLessThan(other.Amount))
                ? (this, other)
                : (other, this);
        return new FigureCell(
            later.At,
            isDelta ? earlier.Amount.Plus(later.Amount) : earlier.Amount.Then(later.Amount)
        );
    }

    /// <summary>How wide cells are, in ticks, so that as many as there may be reach from one moment to another.</summary>
    public static long WidthOf(long first, long last)
    {
        var width = Narrowest.Ticks;
        while (last / width - first / width >= MostOfSource)
        {
            width *= 2;
        }

        return width;
    }

    /// <summary>Puts cells together that fall into one piece of time.</summary>
    /// <param name="cells">In any order.</param>
    /// <param name="width">Of a piece, in ticks.</param>
    /// <param name="isDelta">Whether they add up.</param>
    /// <returns>In order of time.</returns>
    public static List<FigureCell> Widen(IEnumerable<FigureCell> cells, long width, bool isDelta) =>
        [
            .. cells
                .GroupBy(cell => cell.At.UtcTicks / width)
                .OrderBy(same => same.Key)
                .Select(same => same.Aggregate((a, b) => a.With(b, isDelta))),
        ];
}
