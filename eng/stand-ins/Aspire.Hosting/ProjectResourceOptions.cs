namespace Aspire.Hosting;

/// <summary>What of a project's own settings becomes part of the app model.</summary>
public sealed class ProjectResourceOptions
{
    /// <summary>The launch profile to use; null: the one named like the AppHost's, or else the first.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Use no launch profile: neither its variables nor its URLs.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Leave the endpoints in the project's Kestrel configuration alone. The stand-ins never read them.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}
