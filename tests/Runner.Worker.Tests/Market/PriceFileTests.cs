using Runner.Worker.Market;

namespace Runner.Worker.Tests.Market;

public sealed class PriceFileTests
{
    [Fact]
    public void The_shipped_file_is_read_whole()
    {
        var bars = Series.Dax();
        Assert.Equal(1860, bars.Length);
        Assert.Equal(new DateOnly(1991, 7, 1), bars[0].Date);
        Assert.Equal(1628.75m, bars[0].Close);
        Assert.All(
            ["SMI", "CAC", "FTSE"],
            s => Assert.Equal(1860, PriceFile.Read(Series.Shipped, s).Count())
        );
    }

    [Fact]
    public void Open_high_low_close_are_read_when_the_file_has_them()
    {
        var bar = Assert.Single(
            Read("Date,Open,High,Low,Close,Volume\n2024-01-02, 1.5 ,2,1,1.75,100\n")
        );
        Assert.Equal(new Bar(new DateOnly(2024, 1, 2), 1.5m, 2m, 1m, 1.75m), bar);
    }

    [Fact]
    public void A_file_of_date_and_close_serves_any_symbol() =>
        Assert.Equal(2m, Assert.Single(Read("date,close\n2024-01-02,2\n")).Close);

    [Theory]
    [InlineData("", "prices.csv: empty, a header line is needed")]
    [InlineData("day,close\n", "prices.csv: line 1: no column 'date' among day, close")]
    [InlineData(
        "date,SMI\n",
        "prices.csv: line 1: neither a column 'DAX' nor 'close' among date, SMI"
    )]
    [InlineData(
        "date,close\n2024-01-02,1\n2024-01-03,x\n",
        "prices.csv: line 3, column close: 'x' is not a number"
    )]
    [InlineData(
        "date,close\n2024-01-02,1\n2024-01-03\n",
        "prices.csv: line 3, column close: '' is not a number"
    )]
    [InlineData(
        "date,close\n02.01.2024,1\n",
        "prices.csv: line 2, column date: '02.01.2024' is not a date as yyyy-MM-dd"
    )]
    public void A_bad_file_is_refused_with_line_and_column(string text, string complaint) =>
        Assert.Equal(complaint, Assert.Throws<BadPriceFileException>(() => Read(text)).Message);

    [Fact]
    public void A_missing_file_names_the_setting() =>
        Assert.Contains(
            "Runner:Data:Path",
            Assert
                .Throws<BadPriceFileException>(() =>
                    PriceFile.Read("/nowhere/x.csv", "DAX").ToList()
                )
                .Message,
            StringComparison.Ordinal
        );

    static List<Bar> Read(string text)
    {
        using var reader = new StringReader(text);
        return [.. PriceFile.Read(reader, "prices.csv", "DAX")];
    }
}
