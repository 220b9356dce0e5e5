// Two services, the second of which waits for the first; what tests vary comes in by configuration.
var builder = DistributedApplication.CreateBuilder(args);

var back = builder
    .AddProject<Projects.SampleService>("back-end")
    .WithHttpHealthCheck("/health")
    .WithEnvironment("SAMPLE_NAME", "back-end");

var front = builder
    .AddProject<Projects.SampleService>("front", project => project.ExcludeLaunchProfile = true)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("SAMPLE_NAME", "front")
    .WithReference(back)
    .WaitFor(back);

foreach (var (service, settings) in new[] { (back, "Back"), (front, "Front") })
{
    foreach (var setting in builder.Configuration.GetSection(settings).GetChildren())
    {
        service.WithEnvironment(setting.Key, setting.Value);
    }
}

builder.Build().Run();
