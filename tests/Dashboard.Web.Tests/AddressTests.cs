using System.Net;
using System.Text.Json.Nodes;
using Dashboard.Tests.Store;
using Dashboard.Web.Delivery;

namespace Dashboard.Web.Tests;

public sealed class AddressTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public static TheoryData<string> Ids =>
        [
            "a/b",
            "a%2Fb",
            "100%",
            "/",
            "//a//",
            ".",
            "..",
            "../sessions",
            "=",
            "=Li4",
            "a\\b",
            "a\0b",
            "a\r\nb",
            "ü ☃?&#;+,",
            " ",
            new string('/', 256),
        ];

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_link_leads_to_the_session_whatever_its_id(string id)
    {
        var runner = _app.Runner(id);
        await Scripts.RunToApiPhaseAsync(runner);
        var list = await _app.PageAsync("/");
        var address = list.QuerySelector("#sessions tr.row a")!.GetAttribute("href")!;

        var page = await _app.PageAsync(address);
        var detail = await _app.PageAsync(
            page.QuerySelector("#plain-rows .time a")!.GetAttribute("href")!
        );
        await _app.PageAsync(page.QuerySelector("#feed form")!.GetAttribute("action")!);
        var chart = page.QuerySelector("#chart")!;
        var api = page.QuerySelector("footer a")!.GetAttribute("href")!;
        var session = await ReadAsync(api);
        var marked = await ReadAsync(chart.GetAttribute("data-marks")!);
        var equity = await ReadAsync(chart.GetAttribute("data-equity")!);
        var exports = page.QuerySelectorAll(".menu a").Select(a => a.GetAttribute("href")!);

        Assert.NotNull(detail.QuerySelector(".attributes"));
        Assert.Equal(id, (string)session["session_id"]!);
        Assert.Equal((int)session["counts"]!["checkpoints"]!, marked["items"]!.AsArray().Count);
        Assert.NotEmpty(equity["points"]!.AsArray());
        using var client = _app.CreateClient();
        foreach (
            var path in (IEnumerable<string>)[.. exports, $"/health{address}", $"{api}/summary"]
        )
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_address_is_read_back_as_the_id_that_it_was_made_of(string id) =>
        Assert.Equal(id, SessionAddress.Read($"{SessionAddress.Api(id)}/events?after=/sessions/x"));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("a%252Fb")]
    public async Task An_id_that_a_program_escaped_as_usual_is_found(string id)
    {
        await _app.Runner(id).StartAsync();

        var session = await ReadAsync($"/api/sessions/{Uri.EscapeDataString(id)}");

        Assert.Equal(id, (string)session["session_id"]!);
    }

    private async Task<JsonNode> ReadAsync(string path)
    {
        using var client = _app.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync(path))!;
    }
}
