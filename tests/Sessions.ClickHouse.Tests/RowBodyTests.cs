using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Tests;

/// <summary>What is written is read back as it was, whatever stands in it.</summary>
public sealed class RowBodyTests
{
    private static readonly string[] Texts =
    [
        "",
        "plain",
        @"\N",
        "tab\tline\nreturn\r\nend\r",
        @"C:\temp\""quoted'",
        "nul \0 bell \a",
        "ümläut 🏁",
        new string('\\', 200_000),
    ];

    private static readonly double[] Numbers =
    [
        0,
        -0.1,
        1e-300,
        double.MaxValue,
        double.Epsilon,
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
    ];

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_text_and_any_number_come_back()
    {
        var settings = EngineFixture.NewDatabase();
        using var http = new ClickHouseHttp(settings);
        await http.ExecuteAsync(
            $"CREATE DATABASE {settings.Database}",
            _cancel,
            outsideDatabase: true
        );
        await http.ExecuteAsync(
            "CREATE TABLE t (n Int64, text Nullable(String), number Nullable(Float64), last String) ENGINE = Memory",
            _cancel
        );
        var body = new RowBody();
        foreach (var (text, i) in Texts.Select((text, i) => (text, i)))
        {
            body.Begin().Add(i).Add(text).Add((double?)Numbers[i]).Add(text).End();
        }

        body.Begin().Add(long.MinValue).Add((string?)null).Add((double?)null).Add("").End();

        await http.InsertAsync("t", "n, text, number, last", body, "token", _cancel);

        var rows = await http.QueryAsync(
            "SELECT n, text, number, last FROM t WHERE n >= 0 ORDER BY n",
            (ref Row row) => (row.Int64(), row.TextOrNull(), row.DoubleOrNull(), row.Text()),
            _cancel
        );
        Assert.Equal(
            Texts.Select((text, i) => ((long)i, (string?)text, (double?)Numbers[i], text)),
            rows
        );
        var missing = await http.QueryAsync(
            "SELECT n, text, number FROM t WHERE n < 0",
            (ref Row row) => (row.Int64(), row.TextOrNull(), row.DoubleOrNull()),
            _cancel
        );
        Assert.Equal([(long.MinValue, null, null)], missing);
    }
}
