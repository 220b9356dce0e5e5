using System.Net;
using Collector.Tests.Hosting;
using Microsoft.Extensions.Hosting;

namespace Collector.Tests.Receive;

/// <summary>Web pages as senders: off by default, and then only the origins that a setting names.</summary>
public sealed class BrowserSenderTests
{
    private const string Page = "http://localhost:3000";

    [Fact]
    public async Task By_default_no_page_may_send()
    {
        await using var collector = await RunningCollector.StartAsync();
        using var answer = await PreflightAsync(collector, Page);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(Page)]
    [InlineData("https://app.example.com; http://localhost:3000/")]
    [InlineData("*")]
    public async Task A_page_of_an_allowed_origin_may_send_also_where_a_key_is_asked_for(
        string allowed
    )
    {
        await using var collector = await RunningCollector.StartAsync(
            new()
            {
                ["Receive:AllowedOrigins"] = allowed,
                ["Receive:ApiKey"] = "secret-of-16-chars",
            }
        );
        using var preflight = await PreflightAsync(collector, Page);
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(
            allowed == "*" ? "*" : Page,
            preflight.Headers.GetValues("Access-Control-Allow-Origin").Single()
        );
        Assert.Equal(
            "content-type,x-otlp-api-key",
            preflight.Headers.GetValues("Access-Control-Allow-Headers").Single()
        );

        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(collector.Http, "/v1/traces")
        )
        {
            Content = new StringContent("{}", null, "application/json"),
            Headers = { { "Origin", Page }, { "x-otlp-api-key", "secret-of-16-chars" } },
        };
        using var answer = await collector.Client.Raw.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_page_of_another_origin_may_not()
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Receive:AllowedOrigins"] = "https://app.example.com" }
        );
        using var answer = await PreflightAsync(collector, Page);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task What_is_not_an_origin_is_refused_at_the_start()
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() =>
            RunningCollector.StartAsync(new() { ["Receive:AllowedOrigins"] = "app.example.com" })
        );
        Assert.Contains("Receive:AllowedOrigins", refused.Message);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(
        RunningCollector collector,
        string origin
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Options,
            new Uri(collector.Http, "/v1/traces")
        )
        {
            Headers =
            {
                { "Origin", origin },
                { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "content-type,x-otlp-api-key" },
            },
        };
        return await collector.Client.Raw.SendAsync(request);
    }
}
