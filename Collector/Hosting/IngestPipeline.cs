using System.Collections.Concurrent;
using Collector.Decode;
using Collector.Forward;
using Collector.Metrics;
using Collector.Project;
using Collector.Receive;
using Collector.Write;
using Sessions;

namespace Collector.Hosting;

/// <summary>
/// The data path from end to end: decodes and projects a request, waits until it is committed, hands it on to be
/// forwarded, and says what to answer. Thread-safe.
/// </summary>
internal sealed class IngestPipeline(
    WriteQueue queue,
    Forwarder forwarder,
    ReceiveMetrics metrics,
    IgnoredMetrics ignoredMetrics,
    ISessionReader store,
    TimeProvider clock
) : IRequestHandler
{
    private const int MaxProjectors = 16;
    private const int MaxProjections = 64;

    // A request needs a projector only while it is decoded, and its projection until it is committed. The newest idle
    // projector goes first, so that few are in use and their caches are warm.
    private readonly ConcurrentStack<Projector> _projectors = new();
    private readonly ConcurrentStack<Projection> _projections = new();

    private readonly CheckpointPairs _checkpoints = new(store);

    public async Task<Outcome> HandleAsync(Signal signal, RequestBody body, string sender)
    {
        var arrivedAt = clock.GetUtcNow();
        var projection = _projections.TryPop(out var kept) ? kept : new Projection();
        var forwarded = forwarder.Targets.Count > 0 ? body : null;
        forwarded?.Hold();
        var bytes = body.Span.Length;
        try
        {
            ProjectAndRelease(signal, body, projection);
            await _checkpoints.ResolveAsync(projection, CancellationToken.None);
            var refusals =
                projection.Weight > 0
                    ? await queue.CommitAsync(projection, arrivedAt, sender, bytes)
                    : default;

            metrics.Received(signal, projection.Items, projection.Unmatched, projection.Rejected);
            Count(projection.Ignored);
            if (forwarded is not null)
            {
                forwarder.Offer(signal, forwarded);
            }

            return Accepted(projection, refusals);
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

    // An item can be more than one event; an answer never rejects more items than there were.
    private static Outcome Accepted(Projection projection, StoreRefusals refusals) =>
        refusals.Items == 0
            ? Outcome.Accepted(projection.Rejected, projection.Warning)
            : Outcome.Accepted(
                Math.Min(projection.Items, projection.Rejected + refusals.Items),
                $"The store cannot take {refusals.Items} events: {refusals.Because}. {projection.Warning}".TrimEnd()
            );

    private void Count(IgnoredItems ignored)
    {
        if (ignored.IsEmpty)
        {
            return;
        }

        foreach (var (reason, count) in ignored.Counts)
        {
            ignoredMetrics.Count(IgnoredItems.NameOf(reason), count);
        }

        foreach (var (session, reason, what) in ignored.Firsts)
        {
            ignoredMetrics.Tell(session, IgnoredItems.NameOf(reason), what);
        }
    }

    private void ProjectAndRelease(Signal signal, RequestBody body, Projection into)
    {
        var projector = _projectors.TryPop(out var kept) ? kept : new Projector();
        try
        {
            projector.Project(signal, body.Span, into);
        }
        finally
        {
            body.Release();
            if (_projectors.Count < MaxProjectors)
            {
                _projectors.Push(projector);
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
        if (_projections.Count < MaxProjections)
        {
            _projections.Push(projection);
        }
    }
}
