namespace Collector;

/// <summary>The configuration is wrong; the message names the key and the fix. Ends the start.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
