namespace Microsoft.Extensions.Hosting;

/// <summary>A setting that a service cannot start with. The message is one line: the key, what is wrong, what to do.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
