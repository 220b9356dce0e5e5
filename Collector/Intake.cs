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
/// The data path from end to end: what both transports do with the bytes of a request: decode and project them, wait
/// until they are committed, hand them on to be forwarded, and say what to answer. Thread-safe.
/// </summary>
internal sealed class Intake(
    WriteQueue queue,
    Forwarder forwarder,
    ReceiveWatch watch,
    TimeProvider clock
)
{
    private const int MaxProjectors = 16;
    private const int MaxProjections = 64;

    // A request needs a projector only while it is decoded, and its projection until it is committed. The newest idle
    // projector goes first: as few as are at work at once are warm, and there are no more of their caches.
    private readonly ConcurrentStack<Projector> projectors = new();
    private readonly ConcurrentStack<Projection> projections = new();

    /// <summary>Takes in one request. The body becomes the intake's, which holds it only as long as somebody needs it.</summary>
    public async Task<Outcome> TakeAsync(Signal signal, RequestBody body)
    {
        var arrivedAt = clock.GetUtcNow();
        var projection = projections.TryPop(out var kept) ? kept : new Projection();
        var forwarded = forwarder.Targets.Count > 0 ? body : null;
        forwarded?.Hold();
        try
        {
            ProjectAndRelease(signal, body, projection);
            if (projection.Weight > 0)
            {
                await queue.CommitAsync(projection, arrivedAt);
            }

            watch.Received(projection);
            if (forwarded is not null)
            {
                forwarder.Offer(signal, forwarded);
            }

            return Outcome.Accepted(projection.Rejected, projection.RejectedBecause);
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
            forwarded?.Release();
            Keep(projection);
        }
    }

    /// <summary>Reads a request and forgets it.</summary>
    public void Rehearse(Signal signal, ReadOnlySpan<byte> request) =>
        Project(signal, request, new Projection());

    private void ProjectAndRelease(Signal signal, RequestBody body, Projection into)
    {
        try
        {
            Project(signal, body.Span, into);
        }
        finally
        {
            body.Release();
        }
    }

    private void Project(Signal signal, ReadOnlySpan<byte> request, Projection into)
    {
        var projector = projectors.TryPop(out var kept) ? kept : new Projector();
        try
        {
            projector.Project(signal, request, into);
        }
        finally
        {
            if (projectors.Count < MaxProjectors)
            {
                projectors.Push(projector);
            }
            else
            {
                projector.Dispose();
            }
        }
    }

    private void Keep(Projection projection)
    {
        projection.Release();
        if (projections.Count < MaxProjections)
        {
            projections.Push(projection);
        }
    }
}
