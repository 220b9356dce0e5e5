using System.Reflection;

namespace ProcessTests.Running;

/// <summary>Where the build put what the tests start.</summary>
internal static class BuildPaths
{
    /// <summary>The collector: what <c>COLLECTOR_PROGRAM</c> names, such as a native program, or else the build's own.</summary>
    public static string Collector { get; } =
        Environment.GetEnvironmentVariable("COLLECTOR_PROGRAM") is { Length: > 0 } program
            ? Path.GetFullPath(program)
            : Of("CollectorAssembly");

    public static string Dashboard => Of("DashboardAssembly");

    public static string Alerts => Of("AlertsAssembly");

    public static string Runner => Of("RunnerAssembly");

    public static string AlertReceiver => Of("AlertReceiverAssembly");

    public static string NodeClient => Of("NodeClientFolder");

    private static string Of(string key) =>
        typeof(BuildPaths)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == key)
            .Value!;
}
