using Xunit;

namespace Sessions.Contract.Cases;

/// <summary>Figures of a session's own: each value counts once, however long the session is and whoever counts.</summary>
public abstract class FigureCases : StoreCases
{
    private static readonly Figure Rows = new("rows", FigureKind.Sum, IsDelta: true, null)
    {
        Unit = "{row}",
        Description = "Rows copied",
    };

    private static readonly Figure Total = Rows with { IsDelta = false };

    private static readonly Figure Loss = new("loss", FigureKind.Gauge, IsDelta: false, null);

    [Fact]
    public async Task A_session_without_figures_has_none()
    {
        var store = await StoreAsync(Samples.Begin("s"));

        Assert.Empty(await store.Reader.FiguresAsync("s", 100, Cancel));
        Assert.Empty(await store.Reader.FiguresAsync("nobody", 100, Cancel));
    }

    [Fact]
    public async Task A_gauge_shows_what_was_stated_last_with_name_unit_and_description()
    {
        var store = await EmptyStoreAsync();
        var figure = Loss with { Unit = "1", Description = "Training loss" };

        await WriteAsync(store, Value(figure, 3, 0.25), Value(Loss, 1, 0.5));

        var series = Assert.Single(await store.Reader.FiguresAsync("s", 100, Cancel));
        Assert.Equal(figure, series.Figure);
        Assert.Equal([0.5, 0.25], series.Values.Select(value => value.Amount.Value));
        Assert.Equal((Samples.At(3), 0.25), (series.Latest.Timestamp, series.Latest.Amount.Value));
    }

    [Fact]
    public async Task Deltas_add_up_once_each_in_whatever_order_they_come_and_however_often()
    {
        var store = await EmptyStoreAsync();
        FigurePoint[] deltas = [.. Enumerable.Range(1, 50).Select(i => Delta(i, i))];
        var shuffled = deltas.Concat(deltas).ToArray();
        new Random(1).Shuffle(shuffled);
        foreach (var some in shuffled.Chunk(7))
        {
            await WriteAsync(store, some);
            await store.RestartAsync();
        }

        var series = Assert.Single(await store.Reader.FiguresAsync("s", 100, Cancel));
        Assert.Equal(50 * 51 / 2, series.Latest.Amount.Value);
        Assert.Equal(1, series.Values[0].Amount.Value);
        Assert.Equal(3, series.Values[1].Amount.Value);
    }

    [Fact]
    public async Task Counts_of_two_processes_and_of_one_that_began_again_add_up()
    {
        var store = await EmptyStoreAsync();

        await WriteAsync(
            store,
            Count(writer: 1, since: 0, at: 10, 100),
            Count(writer: 1, since: 0, at: 20, 200),
            Count(writer: 1, since: 25, at: 30, 5),
            Count(writer: 2, since: 1, at: 15, 40)
        );

        var series = Assert.Single(await store.Reader.FiguresAsync("s", 100, Cancel));
        Assert.Equal([100, 140, 240, 245], series.Values.Select(value => value.Amount.Value));
    }

    [Fact]
    public async Task Histograms_keep_count_sum_least_and_greatest()
    {
        var store = await EmptyStoreAsync();
        var seconds = new Figure("seconds", FigureKind.Histogram, IsDelta: true, null);

        await WriteAsync(
            store,
            Delta(2, 0) with
            {
                Figure = seconds,
                Amount = new FigureAmount(3, 2, 1, 2),
            },
            Delta(3, 0) with
            {
                Figure = seconds,
                Amount = new FigureAmount(9, 1, 9, 9),
            }
        );

        var series = Assert.Single(await store.Reader.FiguresAsync("s", 100, Cancel));
        Assert.Equal(new FigureAmount(12, 3, 1, 9), series.Latest.Amount);
    }

    [Fact]
    public async Task Other_attributes_are_another_figure()
    {
        var store = await EmptyStoreAsync();

        await WriteAsync(
            store,
            Value(Loss with { Attributes = """{"set":"test"}""" }, 1, 2),
            Value(Loss with { Attributes = """{"set":"train"}""" }, 1, 1)
        );

        var figures = await store.Reader.FiguresAsync("s", 100, Cancel);
        Assert.Equal(
            [("""{"set":"test"}""", 2), ("""{"set":"train"}""", 1)],
            figures.Select(series => (series.Figure.Attributes, series.Latest.Amount.Value))
        );
    }

    [Fact]
    public async Task A_month_keeps_the_whole_sum_in_a_bounded_number_of_values()
    {
        var store = await EmptyStoreAsync();
        const int Step = 1800;
        const int Month = 30 * 86_400 / Step;

        foreach (var some in Enumerable.Range(1, Month).Chunk(100))
        {
            await WriteAsync(
                store,
                [
                    .. some.Select(i => Delta(i * Step, 1, length: Step)),
                    .. some.Select(i => Value(Loss, i * Step, i)),
                ]
            );
        }

        await store.RestartAsync();
        await WriteAsync(store, Delta(7 * Step, 1, length: Step));
        var tracks = await store.Reader.FigureTracksAsync("s", Cancel);
        Assert.All(tracks, track => Assert.InRange(track.Cells.Count, 256, 512));
        var figures = await store.Reader.FiguresAsync("s", 50, Cancel);
        Assert.All(figures, series => Assert.InRange(series.Values.Count, 25, 50));
        Assert.Equal([Month, Month], figures.Select(series => series.Latest.Amount.Value));
        Assert.Equal(1, figures[0].Values[0].Amount.Value, tolerance: 8);
    }

    [Fact]
    public async Task Figures_beyond_the_bound_are_left_out_and_counted_and_those_that_are_known_go_on()
    {
        var store = await EmptyStoreAsync();
        FigurePoint[] many =
        [
            .. Enumerable
                .Range(0, Figure.MostOfSession + 3)
                .Select(i => Value(Loss with { Name = $"n{i:00}" }, 1, i)),
        ];

        var result = await WriteAsync(store, many);
        await store.RestartAsync();
        var again = await WriteAsync(store, many[0] with { Timestamp = Samples.At(2) });

        Assert.Equal(many[^3..], result.FiguresLeftOut);
        Assert.Empty(again.FiguresLeftOut);
        Assert.Equal(64, (await store.Reader.FiguresAsync("s", 100, Cancel)).Count);
        Assert.Equal(3, (await store.Reader.FindAsync("s", Cancel))!.FiguresLeftOut);
    }

    [Fact]
    public async Task A_value_is_a_sign_of_life_and_reaches_as_far_as_it_was_stated()
    {
        var store = await StoreAsync(Samples.Begin("s"));

        await WriteAsync(store, Value(Loss, 120, 1));
        await store.RestartAsync();

        var state = (await store.Reader.FindAsync("s", Cancel))!;
        Assert.Equal(Samples.At(120), state.LastEventAt);
        Assert.Equal(Samples.At(120), state.FiguresUntil);
        Assert.Equal(Samples.Arrival.AddHours(1), state.Liveness.LastSignalAt);
    }

    [Fact]
    public async Task What_a_store_keeps_gives_the_same_figures_in_another_and_nothing_more_in_its_own()
    {
        var store = await EmptyStoreAsync();
        await WriteAsync(
            store,
            [
                .. Enumerable.Range(1, 20).Select(i => Delta(i, i)),
                Count(writer: 1, since: 0, at: 10, 100),
                Count(writer: 1, since: 25, at: 30, 5),
                Value(Loss, 3, 0.25),
            ]
        );
        var kept = (await store.Reader.FigureTracksAsync("s", Cancel))
            .SelectMany(track => track.ToPoints("s"))
            .ToArray();
        var other = await EmptyStoreAsync();

        await WriteAsync(other, kept);
        var before = await SessionFacts.FiguresAsync(store.Reader, "s");
        await WriteAsync(store, kept);

        Assert.Equal(before, await SessionFacts.FiguresAsync(other.Reader, "s"));
        Assert.Equal(before, await SessionFacts.FiguresAsync(store.Reader, "s"));
    }

    private static FigurePoint Value(Figure figure, double at, double value) =>
        new("s", figure, 0, null, Samples.At(at), new FigureAmount(value));

    private static FigurePoint Delta(double at, double value, double length = 1) =>
        new("s", Rows, 1, Samples.At(at - length), Samples.At(at), new FigureAmount(value));

    private static FigurePoint Count(long writer, double since, double at, double value) =>
        new("s", Total, writer, Samples.At(since), Samples.At(at), new FigureAmount(value));

    private static async Task<WriteResult> WriteAsync(
        IStoreHarness store,
        params FigurePoint[] points
    )
    {
        var batch = new WriteBatch { ArrivedAt = Samples.Arrival.AddHours(1) };
        batch.Figures.AddRange(points);
        return await store.Writer.WriteAsync(batch, Cancel);
    }
}
