using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AppHost;

/// <summary>Starts the application after checking what would otherwise go wrong without a word.</summary>
static class Starting
{
    /// <summary>Runs the application until Ctrl+C.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be started as it is described; the message names the fix.</exception>
    public static Task RunAsync(this IDistributedApplicationBuilder builder)
    {
        builder.Services.AddHostedService<StopOrder>();
        builder.Services.AddHostedService<FailedStart>();
        // Ctrl+C during the start is no failure; one is thrown, and said in one line below.
        builder.Services.AddLogging(logging =>
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
        );
        builder.OnBeforeStart(
            (start, _) =>
            {
                if (builder.ExecutionContext.IsRunMode)
                {
                    UsePlainHttp(start.Model);
                    Ports.RequireFree(start.Model, builder.Configuration);
                }

                return Task.CompletedTask;
            }
        );
        return builder.Build().RunAsync();
    }

    /// <summary>
    /// From here on, what the person at the console can fix is one line on standard error, and the exit code is 1: a
    /// stack trace would hide the line that says how.
    /// </summary>
    public static void HasOneLineErrors() =>
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is DistributedApplicationException problem)
            {
                Console.Error.WriteLine(problem.Message);
                Environment.Exit(1);
            }
        };

    /// <summary>
    /// Nothing here is served by TLS, so a machine without a trusted development certificate needs no warning about it.
    /// </summary>
    private static void UsePlainHttp(DistributedApplicationModel model)
    {
        foreach (var resource in model.Resources)
        {
#pragma warning disable ASPIRECERTIFICATES001 // Nothing else keeps the banner from every page of the Aspire dashboard.
            resource.Annotations.Add(
                new HttpsCertificateAnnotation { UseDeveloperCertificate = false }
            );
#pragma warning restore ASPIRECERTIFICATES001
        }
    }
}
