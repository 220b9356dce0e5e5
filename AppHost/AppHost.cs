using AppHost;

Starting.HasOneLineErrors();
var builder = DistributedApplication.CreateBuilder(args);

var sessions = builder.AddSessionStore("sessions").WithStoreCommands("collector");

var collector = builder
    .AddProject<Projects.Collector>("collector", Endpoints.AreNamedHere)
    .WithKestrelEndpoint("OtlpGrpc", port: 4317, name: "otlp-grpc", transport: "http2")
    .WithKestrelEndpoint("OtlpHttp", port: 4318, name: "otlp-http")
    .WithHttpHealthCheck("/health", endpointName: "otlp-http")
    .WithReference(sessions)
    .WithPublishedSecret("Receive__ApiKey", "collector-key")
    .WithIconName("ArrowCircleDown")
    .WithLink("otlp-http", "/status", "Collector status")
    .WithDetail("otlp-grpc", "OTLP/gRPC");

var dashboard = builder
    .AddProject<Projects.Dashboard_Web>("dashboard")
    .WithHttpHealthCheck("/health")
    .WithReference(sessions)
    .WithReference(collector)
    .WithPublishedSecret("Dashboard__Token", "dashboard-token")
    .WithTraceLinks()
    .WaitFor(collector)
    .WithIconName("DataTrending")
    .WithLink("http", "/", "Live sessions")
    .WithLink("http", "/api/sessions", "Read API")
    .WithLink("http", "/openapi/v1.json", "OpenAPI")
    .Announce("Session dashboard");

builder.AddAlerts(sessions, collector, dashboard);

builder
    .AddProject<Projects.Runner_Worker>("runner")
    .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.GetEndpoint("otlp-grpc"))
    .WithPublishedSecret("OTEL_EXPORTER_OTLP_HEADERS", "collector-key", "x-otlp-api-key=")
    .WithSpool(sessions)
    .WithOptions(builder.Configuration.GetSection("Runner"))
    .WaitFor(collector)
    .WithIconName("Bot")
    .WithSessionHealth(dashboard, builder.Configuration["Runner:Name"] ?? "index-runner")
    .WithScenarioCommand(collector, dashboard, sessions);

await builder.RunAsync();
