namespace Collector.Receive;

/// <summary>Where both transports hand a complete request on to.</summary>
internal interface IRequestHandler
{
    /// <summary>Stores one request and says what to answer. The body becomes the handler's, which releases it.</summary>
    /// <param name="signal">What the body holds.</param>
    /// <param name="body">An export request in protobuf.</param>
    /// <param name="sender">The connection that it came by.</param>
    Task<Outcome> HandleAsync(Signal signal, RequestBody body, string sender);
}
