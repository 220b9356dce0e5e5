using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Composes what a project's process is started with: the same variables that Aspire hands it.</summary>
sealed class ResourceEnvironment(OtlpTarget? telemetry, bool isDevelopment)
{
    /// <summary>The AppHost's own affairs.</summary>
    static readonly string[] notInherited =
    [
        "ASPNETCORE_URLS",
        "ASPNETCORE_ENVIRONMENT",
        "DOTNET_ENVIRONMENT",
        "DOTNET_LAUNCH_PROFILE",
        "LOGGING__LOGLEVEL__ASPIRE",
    ];

    public ProcessStartInfo StartInfo(ProjectResource project)
    {
        var start = new ProcessStartInfo(DotnetPath())
        {
            WorkingDirectory = Path.GetDirectoryName(project.Project.ProjectPath)!,
        };
        start.ArgumentList.Add(project.Project.AssemblyPath);
        foreach (var argument in project.Args)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var name in notInherited)
        {
            start.Environment.Remove(name);
        }
        foreach (var (name, value) in Compose(project))
        {
            start.Environment[name] = value;
        }
        return start;
    }

    IEnumerable<KeyValuePair<string, string>> Compose(ProjectResource project)
    {
        var context = new EnvironmentCallbackContext();
        var variables = context.EnvironmentVariables;
        foreach (
            var (name, value) in project.LaunchProfile?.Variables
                ?? new Dictionary<string, string>()
        )
        {
            variables[name] = value;
        }
        if (project.LaunchProfile is { } profile)
        {
            variables["DOTNET_LAUNCH_PROFILE"] = profile.Name;
        }
        AddUrls(project, variables);
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
        AddTelemetry(project, variables);
        foreach (var callback in project.Environment)
        {
            callback(context);
        }
        return context.Resolve();
    }

    static void AddUrls(ProjectResource project, Dictionary<string, object> variables)
    {
        var web = project
            .Endpoints.Where(endpoint =>
                endpoint.PortVariable is null && endpoint.UriScheme is "http" or "https"
            )
            .Where(project.InjectEndpoint)
            .ToList();
        if (web.Count > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(
                ';',
                web.Select(one => one.Url(one.Allocated!.Target))
            );
        }
        if (web.Find(endpoint => endpoint.UriScheme == "https") is { } https)
        {
            variables["ASPNETCORE_HTTPS_PORT"] = https.Allocated!.Public.ToString(
                CultureInfo.InvariantCulture
            );
        }
        foreach (
            var endpoint in project.Endpoints.Where(endpoint => endpoint.PortVariable is not null)
        )
        {
            variables[endpoint.PortVariable!] = endpoint.Allocated!.Target.ToString(
                CultureInfo.InvariantCulture
            );
        }
    }

    void AddTelemetry(ProjectResource project, Dictionary<string, object> variables)
    {
        if (telemetry is null)
        {
            return;
        }
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.Endpoint;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={telemetry.ApiKey}";
        variables["OTEL_SERVICE_NAME"] = project.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] =
            $"service.instance.id={RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8)}";
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (!isDevelopment)
        {
            return;
        }
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
    }

    static string DotnetPath()
    {
        // The host that runs this process, three folders above its shared framework.
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        var dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "dotnet"));
        return File.Exists(dotnet) ? dotnet : "dotnet";
    }
}

/// <summary>Where telemetry goes, and the key that the receiver asks for.</summary>
sealed record OtlpTarget(string Endpoint, string ApiKey);
