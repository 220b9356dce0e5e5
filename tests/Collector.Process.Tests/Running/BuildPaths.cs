using System.Reflection;

namespace ProcessTests.Running;

/// <summary>Where the build put what the tests start.</summary>
internal static class BuildPaths
{
    public static string Collector => Of("CollectorAssembly");

    public static string NodeClient => Of("NodeClientFolder");

    private static string Of(string key) =>
        typeof(BuildPaths)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == key)
            .Value!;
}
