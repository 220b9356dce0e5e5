using System.Collections.Concurrent;
using Collector.Decode;
using Collector.Forward;
using Collector.Project;
using Collector.Receive;
using Collector.Watch;
using Collector.Write;
using Sessions;

namespace Collector;

/// <summary>
/// The data path from end to end: what both transports do with the bytes of a request: decode and project them, wait until they are committed, hand
/// them on to be forwarded, and say what to answer. Thread-safe.
/// </summary>
internal sealed class Intake(
    WriteQueue queue,
    Forwarder forwarder,
    ReceiveWatch watch,
    TimeProvider clock
)
{
    // More than this many requests are seldom in hand at the same time, and their caches cost memory.
    private const int MaxKept = 16;

    private readonly ConcurrentQueue<Tools> idle = new();

    /// <summary>Takes in one request; the body stays the caller's.</summary>
    public async Task<Outcome> TakeAsync(Signal signal, RequestBody body)
    {
        var arrivedAt = clock.GetUtcNow();
        var tools = idle.TryDequeue(out var kept) ? kept : new Tools();
        try
        {
            tools.Projector.Project(signal, body.Span, tools.Projection);
            if (tools.Projection.Weight > 0)
            {
                await queue.CommitAsync(tools.Projection, arrivedAt);
            }

            watch.Received(tools.Projection);
            forwarder.Offer(signal, body);
            return Outcome.Accepted(tools.Projection.Rejected, tools.Projection.RejectedBecause);
        }
        catch (MalformedMessageException malformed)
        {
            return Outcome.Malformed($"The request is no valid message: {malformed.Message}.");
        }
        catch (QueueFullException)
        {
            return Outcome.Overloaded();
        }
        catch (StoreUnavailableException unavailable)
        {
            return Outcome.StoreUnavailable(unavailable.Message);
        }
        finally
        {
            Keep(tools);
        }
    }

    private void Keep(Tools tools)
    {
        tools.Projection.Release();
        if (idle.Count < MaxKept)
        {
            idle.Enqueue(tools);
        }
        else
        {
            tools.Projector.Dispose();
        }
    }

    /// <summary>What one request needs while it is in hand.</summary>
    private sealed class Tools
    {
        public Projector Projector { get; } = new();

        public Projection Projection { get; } = new();
    }
}
