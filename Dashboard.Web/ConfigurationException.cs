namespace Dashboard.Web;

/// <summary>A setting that the dashboard cannot start with. The message is one line: the key, what is wrong, what to do.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
