using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Resource.V1;
using Otlp.Transmission;
using Runner.Telemetry.Export.Transmission;

namespace Runner.Telemetry.Tests.Transmission;

/// <summary>Splitting a request loses nothing and keeps every item with its resource and scope.</summary>
public sealed class RequestHalvesTests
{
    /// <summary>How many records each scope of each resource has.</summary>
    static readonly Gen<int[][]> Shapes = Gen.Choose(0, 4).ArrayOf().ArrayOf();

    [Fact]
    public void Two_halves_have_the_items_of_the_whole() =>
        Prop.ForAll(
                Shapes.ToArbitrary(),
                shape =>
                {
                    var request = Request(shape);
                    var items = Items(request);
                    if (RequestHalves.Of(request.ToByteArray()) is not { } halves)
                    {
                        return items.Count < 2;
                    }

                    var first = Items(Parse(halves.First));
                    var second = Items(Parse(halves.Second));
                    return items.Count >= 2
                        && first.Concat(second).SequenceEqual(items)
                        && Math.Abs(first.Count - second.Count) <= 1;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_request_that_is_cut_off_is_not_halved()
    {
        var bytes = Request([
                [3, 2],
                [1],
            ])
            .ToByteArray();
        Assert.Null(RequestHalves.Of(bytes.AsMemory(0, bytes.Length - 3)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_body_carries_its_message_as_its_headers_say(bool isGrpc, bool isGzip)
    {
        var codec = new BodyCodec(isGrpc, isGzip);
        var message = Request([
                [1],
            ])
            .ToByteArray();
        var body = codec.Body(message);
        Assert.Equal(message, codec.Message(body).ToArray());
        if (isGrpc)
        {
            Assert.Throws<InvalidDataException>(() => codec.Message(body[..^9]).ToArray());
        }
    }

    static ExportLogsServiceRequest Request(int[][] shape)
    {
        var request = new ExportLogsServiceRequest();
        var number = 0;
        foreach (var (scopes, r) in shape.Select((scopes, r) => (scopes, r)))
        {
            var resource = new ResourceLogs
            {
                Resource = new Resource { DroppedAttributesCount = 1 },
                SchemaUrl = $"resource {r}",
            };
            foreach (var (records, s) in scopes.Select((records, s) => (records, s)))
            {
                var scope = new ScopeLogs
                {
                    Scope = new InstrumentationScope { Name = $"scope {s}" },
                };
                scope.LogRecords.AddRange(
                    Enumerable
                        .Range(0, records)
                        .Select(_ => new LogRecord { TimeUnixNano = (ulong)++number })
                );
                resource.ScopeLogs.Add(scope);
            }

            request.ResourceLogs.Add(resource);
        }

        return request;
    }

    static ExportLogsServiceRequest Parse(byte[] request) =>
        ExportLogsServiceRequest.Parser.ParseFrom(request);

    static List<string> Items(ExportLogsServiceRequest request) =>
        [
            .. request.ResourceLogs.SelectMany(r =>
                r.ScopeLogs.SelectMany(s =>
                    s.LogRecords.Select(l =>
                        $"{r.SchemaUrl} {r.Resource.DroppedAttributesCount} {s.Scope.Name} {l.TimeUnixNano}"
                    )
                )
            ),
        ];
}
