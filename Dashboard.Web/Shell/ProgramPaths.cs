namespace Dashboard.Web.Shell;

/// <summary>The addresses that programs ask for, not people: they get problem details and 401, not pages.</summary>
internal static class ProgramPaths
{
    private static readonly PathString[] All = ["/api", "/openapi", "/health", "/live", "/mcp"];

    public static bool Has(PathString path) =>
        Array.Exists(All, start => path.StartsWithSegments(start));
}
