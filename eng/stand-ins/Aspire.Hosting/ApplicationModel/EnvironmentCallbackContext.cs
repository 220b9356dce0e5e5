namespace Aspire.Hosting.ApplicationModel;

/// <summary>The environment of a resource that is about to start.</summary>
public sealed class EnvironmentCallbackContext
{
    /// <summary>Texts, endpoints, properties of endpoints and expressions, by the name of the variable.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = [];

    internal IEnumerable<KeyValuePair<string, string>> Resolve() =>
        EnvironmentVariables.Select(variable =>
            KeyValuePair.Create(
                variable.Key,
                variable.Value switch
                {
                    EndpointReference endpoint => endpoint.Url,
                    EndpointReferenceExpression property => property.Resolve(),
                    ReferenceExpression expression => expression.Resolve(),
                    var value => value.ToString() ?? "",
                }
            )
        );
}
