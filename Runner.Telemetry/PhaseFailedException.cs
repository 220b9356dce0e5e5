namespace Runner.Telemetry;

/// <summary>Thrown by the work of a phase that came to a negative result: the phase ends as <c>failed</c>, which is an
/// outcome of the work and not an error of the program.</summary>
public sealed class PhaseFailedException : Exception
{
    public PhaseFailedException() { }

    public PhaseFailedException(string message)
        : base(message) { }

    public PhaseFailedException(string message, Exception innerException)
        : base(message, innerException) { }
}
