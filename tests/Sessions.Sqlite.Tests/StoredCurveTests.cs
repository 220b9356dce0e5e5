using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>A curve that is reduced from what the rows of its series tell is the one reduced from every value.</summary>
public sealed class StoredCurveTests : IDisposable
{
    private static readonly int[] Points = [2, 3, 4, 5, 9, 20, 50, 1_000];

    private readonly TempFolder _folder = new();

    [Fact]
    public void Few_unpacked_chunks_give_the_curve_of_all_values() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(
                Arb.From(Curves()),
                asked => AgreesAsync(asked.Values, asked.Chunk).GetAwaiter().GetResult()
            )
        );

    public void Dispose() => _folder.Dispose();

    private async Task AgreesAsync(double[] values, int chunk)
    {
        var store = Path.Combine(_folder.Path, Path.GetRandomFileName());
        var beats = values.Select((value, i) => Samples.Beat("s", i, i + 1, value)).ToList();
        // Every eleventh comes too late for the open chunk.
        var late = beats.Where((_, i) => i % 11 == 5).ToList();
        await using (
            var writer = SqliteSessionWriter.Open(store, new WriterOptions { SeriesChunk = chunk })
        )
        {
            await writer.WriteAsync(Samples.Batch(beats.Except(late)), default);
            await writer.WriteAsync(Samples.Batch(late), default);
        }

        var all = beats.ConvertAll(e => (e.Timestamp, e.Figures!.Equity!.Value, e.Id));
        await AgreesAsync(store, all);
    }

    private static async Task AgreesAsync(
        string store,
        IReadOnlyList<(DateTimeOffset, double, EventId)> all
    )
    {
        await using var reader = new SqliteSessionReader(store);
        foreach (var points in Points)
        {
            var expected = EquityReduction.Of(all, points);
            var actual = await reader.EquityAsync("s", points, default);
            Assert.Equal(expected.Points, actual.Points);
            Assert.Equal(
                (expected.Total, expected.MaxDrawdown),
                (actual.Total, actual.MaxDrawdown)
            );
        }
    }

    /// <summary>Plateaus and repeated extremes, steady climbs and falls, now and then below zero.</summary>
    private static Gen<(double[] Values, int Chunk)> Curves() =>
        from chunk in Gen.Elements(2, 3, 8)
        from values in Gen.OneOf(
            Gen.ArrayOf(Gen.Elements(100.0, 90, 110, 110.1, 99.9)),
            Gen.ArrayOf(Gen.Elements(5.0, 1, 0, -3)),
            Gen.ArrayOf(Gen.Elements(5.0, 9, 7, double.PositiveInfinity)),
            Gen.Choose(1, 200).Select(n => Enumerable.Range(1, n).Select(i => i * 1.1).ToArray()),
            Gen.Choose(1, 200).Select(n => Enumerable.Range(1, n).Select(i => 1e3 / i).ToArray()),
            Gen.Choose(1, 200)
                .Select(n => Enumerable.Range(1, n).Select(i => 10 + Math.Sin(i * 0.3)).ToArray())
        )
        where values.Length > 0
        select (values, chunk);
}
