namespace AppHost;

/// <summary>
/// What a published application needs and a local one does not: beyond one machine the collector asks for a key and the
/// session dashboard for a token.
/// </summary>
static class PublishedSecrets
{
    /// <summary>Sets an environment variable from a secret parameter when publishing; does nothing in a local run.</summary>
    /// <param name="resource">Who is given it.</param>
    /// <param name="variable">Name of the environment variable.</param>
    /// <param name="parameter">Name of the parameter; several resources may be given the same.</param>
    /// <param name="prefix">What stands before the secret in the variable's value.</param>
    public static IResourceBuilder<ProjectResource> WithPublishedSecret(
        this IResourceBuilder<ProjectResource> resource,
        string variable,
        string parameter,
        string prefix = ""
    )
    {
        var builder = resource.ApplicationBuilder;
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return resource;
        }

        var secret =
            builder
                .Resources.OfType<ParameterResource>()
                .FirstOrDefault(one => one.Name == parameter)
            ?? builder.AddParameter(parameter, secret: true).Resource;
        return resource.WithEnvironment(variable, ReferenceExpression.Create($"{prefix}{secret}"));
    }
}
