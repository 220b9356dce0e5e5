using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.Hosting;

/// <summary>Refuses a section of the configuration that holds a key which nobody reads: a misspelt one would be ignored silently.</summary>
public static class KnownKeys
{
    /// <param name="configuration">All of it.</param>
    /// <param name="section">Name of the section, for example <c>Store</c>.</param>
    /// <param name="known">The keys below it, without the section's name.</param>
    /// <exception cref="ConfigurationException">One is not known; the message names it and those that are.</exception>
    public static void Check(
        this IConfiguration configuration,
        string section,
        params string[] known
    )
    {
        foreach (var child in configuration.GetSection(section).GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ConfigurationException(
                    $"{section}:{child.Key} is no setting. {section} has: {string.Join(", ", known)}."
                );
            }
        }
    }
}
