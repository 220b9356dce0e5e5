using Collector.Decode;

namespace Collector.Receive;

/// <summary>The last step of both transports: a request that can be decoded is handed on. Thread-safe.</summary>
internal sealed class Submission(IRequestHandler handler, ReceiveOptions options)
{
    /// <param name="signal">What the path says.</param>
    /// <param name="body">An export request in protobuf; released here or by the handler.</param>
    /// <param name="sender">The connection that it came by.</param>
    /// <param name="note">What the client should know of a request that is taken.</param>
    public async Task<Outcome> SubmitAsync(
        Signal signal,
        RequestBody body,
        string sender,
        string? note = null
    )
    {
        if (Problem(signal, body) is { } problem)
        {
            body.Release();
            return problem;
        }

        var outcome = await handler.HandleAsync(signal, body, sender);
        return outcome is { IsSuccess: true, Message: "" } && note is not null
            ? outcome with
            {
                Message = note,
            }
            : outcome;
    }

    private Outcome? Problem(Signal signal, RequestBody body)
    {
        try
        {
            return RequestCheck.Problem(signal, body.Span, options.MaxRequestItems);
        }
        catch (MalformedMessageException malformed)
        {
            return Outcome.Malformed($"The request is no valid message: {malformed.Message}.");
        }
    }
}
