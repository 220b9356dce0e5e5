using System.Buffers.Binary;
using Runner.Conventions;

namespace Load.Payload;

/// <summary>Spans with one checkpoint each: trace.v1's Span, fields 1 to 16.</summary>
public sealed class TraceTemplate : RequestTemplate
{
    private const ulong DurationNanos = 2_000_000;
    private readonly SessionPool _pool;
    private readonly int _first;
    private readonly int _stride;
    private readonly Offsets _at;

    public TraceTemplate(SessionPool pool, int items, SpanShape shape)
    {
        _pool = pool;
        Items = items;
        var span = Span(shape, out _at);
        var records = new ProtoWriter();
        var inRecord = records.Message(2, span);
        _stride = records.Written.Length;
        for (var i = 1; i < items; i++)
        {
            records.Message(2, span);
        }

        _first = Keep(records.Written) + inRecord;
    }

    public override int Items { get; }

    public override string GrpcPath =>
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    public override string HttpPath => "/v1/traces";

    public override void Patch(ulong now)
    {
        var place = _pool.Reserve(Items);
        var spanNumber = _pool.ReserveSpanIds(Items);
        Span<byte> spanId = stackalloc byte[8];
        for (var i = 0; i < Items; i++)
        {
            var session = _pool.IndexOf(place + i);
            var at = _first + i * _stride;
            var end = now + (ulong)i * NanosBetweenItems;
            BinaryPrimitives.WriteInt64BigEndian(spanId, SessionPool.SpanId(spanNumber + i));
            Write(at + _at.TraceId, _pool.TraceId(session));
            Write(at + _at.SpanId, spanId);
            Write(at + _at.ParentSpanId, _pool.PhaseSpanId(session));
            Write(at + _at.Start, end - DurationNanos);
            Write(at + _at.End, end);
            Write(at + _at.SessionId, _pool.Id(session));
            Write(at + _at.CheckpointTime, end - DurationNanos / 2);
            Write(at + _at.CheckpointName, CheckpointTexts.Name(spanNumber + i));
            Write(at + _at.CheckpointStatus, CheckpointTexts.Status(spanNumber + i));
            WriteDigits(at + _at.MessageDigits, (spanNumber + i) & int.MaxValue);
        }
    }

    private static ProtoWriter Span(SpanShape shape, out Offsets at)
    {
        var point = new ProtoWriter();
        var time = point.Fixed64(1, 0);
        point.Text(2, SpanNames.Checkpoint);
        var name = point.Attribute(3, AttributeNames.CheckpointName, "schema_ok");
        var status = point.Attribute(3, AttributeNames.CheckpointStatus, "pass");
        var message = point.Attribute(3, AttributeNames.CheckpointMessage, CheckpointTexts.Message);

        var span = new ProtoWriter();
        var traceId = span.Bytes(1, new byte[16]);
        var spanId = span.Bytes(2, new byte[8]);
        var parent = span.Bytes(4, new byte[8]);
        span.Text(5, shape == SpanShape.Phase ? CheckpointTexts.Phase : "place_order");
        span.Varint(6, 1);
        var start = span.Fixed64(7, 0);
        var end = span.Fixed64(8, 0);
        var sessionId = span.Attribute(
            9,
            AttributeNames.SessionId,
            new string('0', SessionPool.IdLength)
        );
        span.Attribute(9, AttributeNames.PhaseName, CheckpointTexts.Phase);
        if (shape == SpanShape.Phase)
        {
            span.Attribute(9, AttributeNames.PhaseIndex, 2L);
            span.Attribute(9, AttributeNames.PhaseStatus, "success");
        }

        var inEvent = span.Message(11, point);
        span.Message(15, new ProtoWriter().Varint(3, 1));
        at = new Offsets(
            traceId,
            spanId,
            parent,
            start,
            end,
            sessionId,
            inEvent + time,
            inEvent + name,
            inEvent + status,
            inEvent + message + CheckpointTexts.DigitsAt
        );
        return span;
    }

    private readonly record struct Offsets(
        int TraceId,
        int SpanId,
        int ParentSpanId,
        int Start,
        int End,
        int SessionId,
        int CheckpointTime,
        int CheckpointName,
        int CheckpointStatus,
        int MessageDigits
    );
}
