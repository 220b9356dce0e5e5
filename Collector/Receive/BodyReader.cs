using System.IO.Pipelines;

namespace Collector.Receive;

/// <summary>Reads what a client sends, counted in bytes and cut off when it takes too long.</summary>
internal sealed class BodyReader(ReceiveOptions options, ByteBudget budget)
{
    public GrowingBuffer NewBuffer() => new(options.MaxRequestBytes, budget);

    /// <summary>Reads to the end.</summary>
    /// <exception cref="RefusedException">It is too large or too slow, or there is no room for it now.</exception>
    public async Task ReadAsync(PipeReader source, GrowingBuffer into, CancellationToken aborted)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        deadline.CancelAfter(options.MaxArrivalTime);
        try
        {
            while (true)
            {
                var read = await source.ReadAsync(deadline.Token);
                foreach (var segment in read.Buffer)
                {
                    into.Write(segment.Span);
                }

                source.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new RefusedException(Outcome.TooSlow());
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
}
