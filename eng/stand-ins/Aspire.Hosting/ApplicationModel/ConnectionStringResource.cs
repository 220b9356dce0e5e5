namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that is reached by a connection string and not started by the application.</summary>
public sealed class ConnectionStringResource(string name, ReferenceExpression connectionString)
    : IResourceWithConnectionString
{
    public string Name { get; } = name;

    public ReferenceExpression ConnectionStringExpression { get; } = connectionString;
}
