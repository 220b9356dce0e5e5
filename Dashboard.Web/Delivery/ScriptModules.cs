namespace Dashboard.Web.Delivery;

/// <summary>The pages' own script modules, so that a browser asks for all of them at once and not import by import.</summary>
internal sealed class ScriptModules(IWebHostEnvironment environment)
{
    /// <summary>In a stable order.</summary>
    public IReadOnlyList<string> Paths { get; } =
    [
        .. environment
            .WebRootFileProvider.GetDirectoryContents("js")
            .Where(file => file.Name.EndsWith(".js", StringComparison.Ordinal))
            .Select(file => $"/js/{file.Name}")
            .Order(StringComparer.Ordinal),
    ];
}
