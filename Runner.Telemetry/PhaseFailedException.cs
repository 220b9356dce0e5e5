namespace Runner.Telemetry;

/// <summary>Thrown by the work of a phase that came to a negative result: the phase ends as <c>failed</c>, which is an
/// outcome of the work and not an error of the program.</summary>
public sealed class PhaseFailedException : Exception
{
    /// <summary>A negative result without a reason.</summary>
    public PhaseFailedException() { }

    /// <summary>A negative result.</summary>
    /// <param name="message">The reason, for people.</param>
    public PhaseFailedException(string message)
        : base(message) { }

    /// <summary>A negative result.</summary>
    /// <param name="message">The reason, for people.</param>
    /// <param name="innerException">What led to it.</param>
    public PhaseFailedException(string message, Exception innerException)
        : base(message, innerException) { }
}
