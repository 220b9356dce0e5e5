namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that a resource goes through, in this order.</summary>
public static class KnownResourceStates
{
    public static readonly string Starting = "Starting";
    public static readonly string Waiting = "Waiting";
    public static readonly string Running = "Running";
    public static readonly string Stopping = "Stopping";
    public static readonly string Finished = "Finished";
    public static readonly string FailedToStart = "FailedToStart";
}
