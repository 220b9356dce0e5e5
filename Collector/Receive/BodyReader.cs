using System.IO.Pipelines;

namespace Collector.Receive;

/// <summary>Reads what a client sends, counted in bytes and cut off when it takes too long.</summary>
internal sealed class BodyReader(ReceiveOptions options, ByteBudget budget)
{
    /// <summary>Begins a request of this connection.</summary>
    public RequestBudget Open(HttpContext context) => budget.Open(context.Connection.Id);

    public GrowingBuffer NewBuffer(RequestBudget request) => new(options.MaxRequestBytes, request);

    /// <summary>Reads to the end.</summary>
    /// <exception cref="RefusedException">It is too large or too slow, or there is no room for it now.</exception>
    public async Task ReadAsync(HttpContext context, GrowingBuffer into, RequestBudget request)
    {
        if (context.Request.ContentLength > options.MaxRequestBytes)
        {
            throw new RefusedException(Outcome.TooLarge(options.MaxRequestBytes));
        }

        var source = context.Request.BodyReader;
        var aborted = context.RequestAborted;
        try
        {
            // Most requests are here as a whole, and need no clock.
            while (source.TryRead(out var read))
            {
                if (Append(source, read, into))
                {
                    return;
                }
            }

            await ReadSlowlyAsync(source, into, request, aborted);
        }
        catch (BadHttpRequestException bad)
            when (bad.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            throw new RefusedException(Outcome.TooSlow());
        }
        catch (BadHttpRequestException bad)
        {
            throw new RefusedException(Outcome.Malformed(bad.Message));
        }
    }

    private async Task ReadSlowlyAsync(
        PipeReader source,
        GrowingBuffer into,
        RequestBudget request,
        CancellationToken aborted
    )
    {
        using var arrival = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        arrival.CancelAfter(options.MaxArrivalTime);
        request.Arriving(arrival);
        try
        {
            while (!Append(source, await source.ReadAsync(arrival.Token), into)) { }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new RefusedException(
                request.IsRevoked ? Outcome.Overloaded() : Outcome.TooSlow()
            );
        }
        finally
        {
            request.Arrived();
        }
    }

    /// <returns>Whether that was the end.</returns>
    private static bool Append(PipeReader source, ReadResult read, GrowingBuffer into)
    {
        try
        {
            foreach (var segment in read.Buffer)
            {
                into.Write(segment.Span);
            }
        }
        finally
        {
            // Also when the request is refused here: the server reads on to the end of the body.
            source.AdvanceTo(read.Buffer.End);
        }

        return read.IsCompleted;
    }
}
