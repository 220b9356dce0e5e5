using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What has been described: the resources, and whether a test runs them.</summary>
sealed record AppHostModel(string AppHostDirectory, IList<IResource> Resources, bool IsTest)
{
    public IEnumerable<ProjectResource> Projects => Resources.OfType<ProjectResource>();
}
