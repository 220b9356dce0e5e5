namespace Aspire.Hosting;

/// <summary>The application cannot be started as it is described; the message says what to change.</summary>
public sealed class DistributedApplicationException(string message) : Exception(message);
