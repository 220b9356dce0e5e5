using AppHost;

StartErrors.AreOneLine();
var builder = DistributedApplication.CreateBuilder(args);

var sessions = builder.AddSessionStore();

var collector = builder
    .AddProject<Projects.Collector>("collector", Endpoints.AreNamedHere)
    .WithKestrelEndpoint("OtlpGrpc", port: 4317, name: "otlp-grpc")
    .WithKestrelEndpoint("OtlpHttp", port: 4318, name: "otlp-http")
    .WithHttpHealthCheck("/health", endpointName: "otlp-http")
    .WithReference(sessions);

builder
    .AddProject<Projects.Dashboard_Web>("dashboard")
    .WithHttpHealthCheck("/health")
    .WithReference(sessions)
    .WithReference(collector)
    .WaitFor(collector)
    .Announce("Session dashboard");

builder
    .AddProject<Projects.Runner_Worker>("runner")
    .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.GetEndpoint("otlp-grpc"))
    .WithOptions(builder.Configuration.GetSection("Runner"))
    .WaitFor(collector);

builder.Build().Run();
