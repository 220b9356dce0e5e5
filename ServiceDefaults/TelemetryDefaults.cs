using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>OpenTelemetry as the services use it: logs, metrics and traces of ASP.NET Core, HTTP clients and the runtime, sent by OTLP.</summary>
public static class TelemetryDefaults
{
    /// <summary>
    /// Logs with scopes; metrics and traces of ASP.NET Core, HTTP clients and the runtime, and the source named like the
    /// application. Exports only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.
    /// </summary>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
            )
            .WithTracing(tracing =>
                tracing
                    .AddSource(builder.Environment.ApplicationName)
                    .AddAspNetCoreInstrumentation(server =>
                        server.Filter = context => !Plumbing.Is(context.Request.Path)
                    )
                    .AddHttpClientInstrumentation(client =>
                        client.FilterHttpRequestMessage = request =>
                            !Plumbing.Is(request.RequestUri?.AbsolutePath)
                    )
            );
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        builder.Services.AddHostedService<BoundedFlush>();
        return builder;
    }
}
