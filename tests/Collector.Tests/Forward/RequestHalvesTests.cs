using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using Otlp.Transmission;

namespace Collector.Tests.Forward;

/// <summary>Two halves say what the whole said, also what this program does not know.</summary>
public sealed class RequestHalvesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(7, 3, 4)]
    public void Halves_hold_as_many_items_each_in_order_with_resource_and_scope(
        int items,
        int first,
        int second
    )
    {
        var request = Given.Request([.. Enumerable.Range(1, items).Select(Span)]);
        request.ResourceSpans[0].ScopeSpans[0].Scope = new() { Name = "scope" };

        var halves = RequestHalves.Of(request.ToByteArray()) is { } two
            ? (byte[][])[two.First, two.Second]
            : [];

        var read = halves
            .Select(half => Flat(ExportTraceServiceRequest.Parser.ParseFrom(half)).ToArray())
            .ToArray();
        Assert.Equal(items < 2 ? [] : [first, second], read.Select(half => half.Length));
        Assert.Equal(items < 2 ? [] : Flat(request), read.SelectMany(half => half));
    }

    [Fact]
    public void Fields_of_any_type_beside_the_items_go_into_both_halves()
    {
        var request = Given.Request(Span(1), Span(2)).ToByteArray();
        // Into its one resource: field 1001, a number, field 1002 of four bytes, and field 1003 of eight.
        byte[] unknown =
        [
            .. (byte[])[0xC8, 0x3E, 0x96, 0x01],
            .. (byte[])[0xD5, 0x3E, 1, 2, 3, 4],
            .. (byte[])[0xD9, 0x3E, 1, 2, 3, 4, 5, 6, 7, 8],
        ];
        var resource = WireFields.Read(request).Single().Value.ToArray();
        using var more = new MemoryStream();
        WireFields.Write(more, 1, [.. resource, .. unknown]);

        var halves = RequestHalves.Of(more.ToArray())!.Value;

        foreach (var half in (byte[][])[halves.First, halves.Second])
        {
            Assert.True(half.AsSpan().IndexOf(unknown) > 0);
            Assert.Single(Flat(ExportTraceServiceRequest.Parser.ParseFrom(half)));
        }
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
