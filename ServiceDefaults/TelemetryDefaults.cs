using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>OpenTelemetry as the services use it: what .NET measures and traces by itself, sent by OTLP.</summary>
public static class TelemetryDefaults
{
    static readonly string[] meters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
    ];

    /// <summary>
    /// Logs with scopes, the built-in meters and sources, and the source named like the application. Exports only when
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.
    /// </summary>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // Server spans of ASP.NET Core carry their HTTP attributes only when this is switched on.
        AppContext.SetSwitch(
            "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData",
            false
        );

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(meters))
            .WithTracing(tracing =>
                tracing
                    .AddSource(
                        builder.Environment.ApplicationName,
                        "Microsoft.AspNetCore",
                        "System.Net.Http"
                    )
                    .AddProcessor(new HealthProbeFilter())
            );
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
        builder.Services.AddHostedService<BoundedFlush>();
        return builder;
    }
}
