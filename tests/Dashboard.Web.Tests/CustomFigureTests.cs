using System.Text.Json;
using Dashboard.Tests.Store;
using Dashboard.Web.Api;
using Dashboard.Web.CustomFigures;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>A runner's own figures in the API and on the page.</summary>
public sealed class CustomFigureTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly DashboardApp _app = new();
    private ScriptedRunner _runner = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client = _app.CreateClient();
        _runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await _runner.StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task The_api_gives_each_figure_with_its_values_over_time()
    {
        await StateAsync();

        var listing = JsonSerializer.Deserialize<FigureListing>(
            await _client.GetStringAsync($"/api/sessions/{_runner.Id}/figures"),
            Strict
        )!;

        Assert.Equal(
            ["backup.rows", "request.seconds", "train.loss"],
            listing.Items.Select(item => item.Name)
        );
        var (rows, seconds, loss) = (listing.Items[0], listing.Items[1], listing.Items[2]);
        Assert.Equal(("sum", "{row}", 12_500), (rows.Kind, rows.Unit, rows.Value));
        Assert.Equal([12_000, 12_500], rows.Points.Select(point => point.Value));
        Assert.Equal("users", rows.Attributes!["table"].ToString());
        Assert.Equal((6, 3, 1, 3), (seconds.Value, seconds.Count, seconds.Min, seconds.Max));
        Assert.Equal(("gauge", 0.25, "Loss"), (loss.Kind, loss.Value, loss.Description));
    }

    [Fact]
    public async Task The_page_shows_name_attributes_and_latest_value_with_its_unit()
    {
        await StateAsync();

        var page = await _client.GetStringAsync($"/sessions/{_runner.Id}");

        Assert.Contains("<bdi>backup.rows</bdi>", page);
        Assert.Contains("table=users", page);
        Assert.Contains("12,500 row", page);
        Assert.Contains("0.25", page);
        Assert.Contains("3 values, 1 s to 3 s", page);
    }

    [Fact]
    public async Task A_session_without_figures_shows_no_panel_of_them()
    {
        var page = await _client.GetStringAsync($"/sessions/{_runner.Id}");

        Assert.Matches("""<section id="figures"[^>]* hidden""", page);
    }

    [Theory]
    [InlineData(12_500, "{row}", "12,500 row")]
    [InlineData(0.0314159, "1", "0.031416")]
    [InlineData(1_536_000_000, "By", "1.54 GB")]
    [InlineData(99.5, "%", "99.5 %")]
    [InlineData(-2.5, "s", "−2.5 s")]
    [InlineData(3e-7, "", "3E-7")]
    [InlineData(1e20, "By/s", "1E+20 By/s")]
    public void A_value_is_written_with_its_unit(double value, string unit, string expected) =>
        Assert.Equal(expected, FigureWords.Of(value, unit));

    private async Task StateAsync()
    {
        var batch = new WriteBatch { ArrivedAt = _runner.Now };
        var rows = new Figure("backup.rows", FigureKind.Sum, true, """{"table":"users"}""")
        {
            Unit = "{row}",
        };
        var seconds = new Figure("request.seconds", FigureKind.Histogram, true, null)
        {
            Unit = "s",
        };
        var loss = new Figure("train.loss", FigureKind.Gauge, false, null) { Description = "Loss" };
        batch.Figures.AddRange([
            new(_runner.Id, rows, 1, At(0), At(1), new(12_000)),
            new(_runner.Id, rows, 1, At(1), At(2), new(500)),
            new(_runner.Id, seconds, 1, At(0), At(1), new(6, 3, 1, 3)),
            new(_runner.Id, loss, 0, null, At(1), new(0.5)),
            new(_runner.Id, loss, 0, null, At(2), new(0.25)),
        ]);
        await _app.Writer.WriteAsync(batch, default);

        DateTimeOffset At(double seconds) => _runner.Now.AddSeconds(seconds);
    }
}
