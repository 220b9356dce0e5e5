using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace StandIns.Tests;

/// <summary>OpenTelemetry in a host, and clients that address services by name.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task Telemetry_flows_from_the_start_of_the_host_to_its_end()
    {
        var name = $"test-{Guid.NewGuid():N}";
        var spans = new List<Activity>();
        var metrics = new List<string>();
        var builder = Host.CreateApplicationBuilder();
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("tested"))
            .WithTracing(tracing =>
                tracing
                    .AddSource(name)
                    .AddProcessor(new SimpleActivityExportProcessor(new Into(spans)))
            )
            .WithMetrics(meters =>
                meters
                    .AddMeter(name)
                    .AddReader(new BaseExportingMetricReader(new NamesInto(metrics)))
            );
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);

        using (var host = builder.Build())
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            source.StartActivity("span")?.Dispose();
            meter.CreateCounter<int>("count").Add(1);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("span", Assert.Single(spans).OperationName);
        Assert.Equal("count", Assert.Single(metrics));
    }

    [Theory]
    [InlineData("http://collector/status?a=b", "http://localhost:1111/status?a=b")]
    [InlineData("http://_otlp-http.collector/status", "http://localhost:2222/status")]
    [InlineData("https+http://collector/", "http://localhost:1111/")]
    [InlineData("http://elsewhere/", "http://elsewhere/")]
    public async Task A_service_name_is_replaced_by_its_configured_address(
        string asked,
        string sent
    )
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["services:collector:http:0"] = "http://localhost:1111",
                            ["services:collector:otlp-http:0"] = "http://localhost:2222",
                        }
                    )
                    .Build()
            )
            .AddServiceDiscovery()
            .ConfigureHttpClientDefaults(defaults => defaults.AddServiceDiscovery());
        services.AddHttpClient("test").ConfigurePrimaryHttpMessageHandler(() => new Echo());
        await using var provider = services.BuildServiceProvider();

        var answer = await provider
            .GetRequiredService<IHttpClientFactory>()
            .CreateClient("test")
            .GetStringAsync(asked, TestContext.Current.CancellationToken);

        Assert.Equal(sent, answer);
    }

    sealed class Echo : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new StringContent(request.RequestUri!.ToString()),
                }
            );
    }

    sealed class Into(List<Activity> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                spans.Add(span);
            }
            return ExportResult.Success;
        }
    }

    sealed class NamesInto(List<string> names) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                names.Add(metric.Name);
            }
            return ExportResult.Success;
        }
    }
}
