// Compiled into Runner.Telemetry, for its spool, and into the Collector, for its forward targets.
namespace Otlp.Transmission;

/// <summary>
/// Halves an OTLP export request by its items (spans, metrics, log records), each half with the resources and scopes of
/// its items. The three signals have one shape: a request has resources, a resource scopes, a scope items.
/// </summary>
internal static class RequestHalves
{
    private const int Resources = 1;
    private const int Scopes = 2;
    private const int Items = 2;

    /// <returns>Null for what cannot be halved: a single item, or no OTLP request.</returns>
    public static (byte[] First, byte[] Second)? Of(ReadOnlyMemory<byte> request)
    {
        try
        {
            var items = Read(request);
            return items.Count < 2
                ? null
                : (Write(items[..(items.Count / 2)]), Write(items[(items.Count / 2)..]));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static List<Item> Read(ReadOnlyMemory<byte> request)
    {
        List<Item> items = [];
        foreach (var resource in WireFields.Read(request).Where(f => f.Number == Resources))
        {
            var resourceFrame = Frame(resource.Value, Scopes);
            foreach (var scope in WireFields.Read(resource.Value).Where(f => f.Number == Scopes))
            {
                var scopeFrame = Frame(scope.Value, Items);
                items.AddRange(
                    WireFields
                        .Read(scope.Value)
                        .Where(f => f.Number == Items)
                        .Select(item => new Item(resourceFrame, scopeFrame, item.Whole))
                );
            }
        }

        return items;
    }

    private static byte[] Write(List<Item> items)
    {
        using var request = new MemoryStream();
        foreach (var ofResource in Runs(items, item => item.Resource))
        {
            using var resource = new MemoryStream();
            resource.Write(ofResource[0].Resource);
            foreach (var ofScope in Runs(ofResource, item => item.Scope))
            {
                using var scope = new MemoryStream();
                scope.Write(ofScope[0].Scope);
                ofScope.ForEach(item => scope.Write(item.Whole.Span));
                WireFields.Write(resource, Scopes, scope.ToArray());
            }

            WireFields.Write(request, Resources, resource.ToArray());
        }

        return request.ToArray();
    }

    /// <summary>A message without its repeated children.</summary>
    private static byte[] Frame(ReadOnlyMemory<byte> message, int children) =>
        [
            .. WireFields
                .Read(message)
                .Where(field => field.Number != children)
                .SelectMany(field => field.Whole.ToArray()),
        ];

    /// <summary>Neighbours that share a frame.</summary>
    private static List<List<Item>> Runs(List<Item> items, Func<Item, byte[]> frame)
    {
        List<List<Item>> runs = [];
        foreach (var item in items)
        {
            if (runs.Count == 0 || frame(runs[^1][0]) != frame(item))
            {
                runs.Add([]);
            }

            runs[^1].Add(item);
        }

        return runs;
    }

    private readonly record struct Item(byte[] Resource, byte[] Scope, ReadOnlyMemory<byte> Whole);
}
