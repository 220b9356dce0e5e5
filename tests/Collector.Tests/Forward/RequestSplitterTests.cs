using Collector.Forward;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Collector.Tests.Forward;

/// <summary>A request cut into parts says the same as before.</summary>
public sealed class RequestSplitterTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(2_000)]
    [InlineData(100_000)]
    public void Every_part_keeps_the_limit_and_together_they_hold_every_item_with_its_resource(
        int limit
    )
    {
        var request = Given.Request([.. Enumerable.Range(1, 60).Select(Span)]);
        request.ResourceSpans[0].ScopeSpans[0].Scope = new() { Name = "scope" };
        request.ResourceSpans.Add(request.ResourceSpans[0].Clone());
        request.ResourceSpans[1].Resource = Given.Resource(("service.name", "other"));

        var parts = RequestSplitter.Split(
            request.ToByteArray(),
            limit,
            int.MaxValue,
            out var tooLarge
        );

        Assert.Equal(0, tooLarge);
        Assert.All(parts, part => Assert.InRange(part.Length, 1, limit));
        Assert.Equal(
            Flat(request),
            parts.SelectMany(part => Flat(ExportTraceServiceRequest.Parser.ParseFrom(part.Span)))
        );
    }

    [Fact]
    public void An_item_larger_than_the_limit_is_counted_and_its_neighbours_stay()
    {
        var large = Span(2);
        large.Attributes.Add(Given.Attribute("text", new string('x', 5_000)));
        var parts = RequestSplitter.Split(
            Given.Request(Span(1), large, Span(3)).ToByteArray(),
            1_000,
            int.MaxValue,
            out var tooLarge
        );

        Assert.Equal(1, tooLarge);
        Assert.Equal(
            ["span 1", "span 3"],
            parts
                .SelectMany(part => Flat(ExportTraceServiceRequest.Parser.ParseFrom(part.Span)))
                .Select(item => item.Span)
        );
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(7, 4, 3)]
    public void Halves_hold_as_many_items_each_in_order(int items, int first, int second)
    {
        var request = Given.Request([.. Enumerable.Range(1, items).Select(Span)]);
        var halves = RequestSplitter.Halve(request.ToByteArray());

        var read = halves
            .Select(half => Flat(ExportTraceServiceRequest.Parser.ParseFrom(half.Span)).ToArray())
            .ToArray();
        Assert.Equal(items < 2 ? [] : [first, second], read.Select(half => half.Length));
        Assert.Equal(items < 2 ? [] : Flat(request), read.SelectMany(half => half));
    }

    private static OpenTelemetry.Proto.Trace.V1.Span Span(int n) =>
        Given.Span($"span {n}", (byte)n, 1, ("session.id", Given.Session));

    private static IEnumerable<(string Resource, string Scope, string Span)> Flat(
        ExportTraceServiceRequest request
    ) =>
        from resource in request.ResourceSpans
        from scope in resource.ScopeSpans
        from span in scope.Spans
        select (
            resource.Resource.Attributes[0].Value.StringValue,
            scope.Scope?.Name ?? "",
            span.Name
        );
}
