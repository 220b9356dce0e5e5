using Collector.Decode;

namespace Collector.Receive;

/// <summary>
/// What can be told of a request before it is decoded: that it holds too many items, or another signal than its path
/// says.
/// </summary>
internal static class RequestCheck
{
    private const uint PointsField = 1 << 3 | WireTag.Bytes;
    private const uint SpanEventsField = 11 << 3 | WireTag.Bytes;

    // Fields 5, 7, 9, 10 and 11 of a metric: gauge, sum, histogram, exponential histogram, summary.
    private static readonly uint[] DataFields =
    [
        .. new uint[] { 5, 7, 9, 10, 11 }.Select(number => number << 3 | WireTag.Bytes),
    ];

    /// <returns>The answer to a request that cannot be taken; null for one that can be decoded.</returns>
    /// <exception cref="MalformedMessageException">The bytes are no such request.</exception>
    public static Outcome? Problem(Signal signal, ReadOnlySpan<byte> request, int maxItems)
    {
        if (FirstItem(request, out var first) && SignalShape.Other(signal, first) is { } other)
        {
            var path = SignalPaths.All.First(paths => paths.Signal == other).Http;
            return Outcome.Malformed(
                $"The request holds {other.ToString().ToLowerInvariant()}: send it to {path} or its gRPC service."
            );
        }

        // An item takes two bytes at least, so that most requests need not be counted.
        return request.Length / 2 > maxItems && CountUpTo(maxItems, signal, request) > maxItems
            ? Outcome.TooManyItems(maxItems)
            : null;
    }

    private static bool FirstItem(ReadOnlySpan<byte> request, out ReadOnlySpan<byte> item)
    {
        item = default;
        var resources = new WireReader(request);
        while (resources.Next())
        {
            if (resources.Tag != ExportRequestMessage.Resources)
            {
                resources.Skip();
                continue;
            }

            var scopes = new WireReader(resources.Bytes());
            while (scopes.Next())
            {
                if (scopes.Tag != ExportRequestMessage.Scopes)
                {
                    scopes.Skip();
                    continue;
                }

                var items = new WireReader(scopes.Bytes());
                while (items.Next())
                {
                    if (items.Tag == ExportRequestMessage.Items)
                    {
                        item = items.Bytes();
                        return true;
                    }

                    items.Skip();
                }
            }
        }

        return false;
    }

    /// <summary>Spans with their events, log records, or metrics with their points; stops soon after the bound.</summary>
    private static int CountUpTo(int bound, Signal signal, ReadOnlySpan<byte> request)
    {
        var count = 0;
        var resources = new WireReader(request);
        while (count <= bound && resources.Next())
        {
            if (resources.Tag != ExportRequestMessage.Resources)
            {
                resources.Skip();
                continue;
            }

            var scopes = new WireReader(resources.Bytes());
            while (count <= bound && scopes.Next())
            {
                if (scopes.Tag != ExportRequestMessage.Scopes)
                {
                    scopes.Skip();
                    continue;
                }

                var items = new WireReader(scopes.Bytes());
                while (count <= bound && items.Next())
                {
                    if (items.Tag != ExportRequestMessage.Items)
                    {
                        items.Skip();
                        continue;
                    }

                    count++;
                    count += signal switch
                    {
                        Signal.Traces => CountFields(items.Bytes(), SpanEventsField),
                        Signal.Metrics => CountPoints(items.Bytes()),
                        _ => SkipOne(ref items),
                    };
                }
            }
        }

        return count;
    }

    private static int SkipOne(ref WireReader items)
    {
        items.Skip();
        return 0;
    }

    private static int CountPoints(ReadOnlySpan<byte> metric)
    {
        var count = 0;
        var reader = new WireReader(metric);
        while (reader.Next())
        {
            if (DataFields.AsSpan().Contains(reader.Tag))
            {
                count += CountFields(reader.Bytes(), PointsField);
            }
            else
            {
                reader.Skip();
            }
        }

        return count;
    }

    private static int CountFields(ReadOnlySpan<byte> message, uint tag)
    {
        var count = 0;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            count += reader.Tag == tag ? 1 : 0;
            reader.Skip();
        }

        return count;
    }
}
