using Runner.Conventions;

namespace Load.Payload;

/// <summary>Life-cycle events, all of them checkpoints: logs.v1's LogRecord, fields 1 to 12.</summary>
public sealed class LogTemplate : RequestTemplate
{
    private readonly SessionPool _pool;
    private readonly int _first;
    private readonly int _stride;
    private readonly Offsets _at;

    public LogTemplate(SessionPool pool, int items)
    {
        _pool = pool;
        Items = items;
        var record = Record(out _at);
        var records = new ProtoWriter();
        var inRecord = records.Message(2, record);
        _stride = records.Written.Length;
        for (var i = 1; i < items; i++)
        {
            records.Message(2, record);
        }

        _first = Keep(records.Written) + inRecord;
    }

    public override int Items { get; }

    public override string GrpcPath => "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

    public override string HttpPath => "/v1/logs";

    public override void Patch(ulong now)
    {
        var place = _pool.Reserve(Items);
        for (var i = 0; i < Items; i++)
        {
            var session = _pool.IndexOf(place + i);
            var at = _first + i * _stride;
            var time = now + (ulong)i * NanosBetweenItems;
            Write(at + _at.Time, time);
            Write(at + _at.Observed, time);
            Write(at + _at.TraceId, _pool.TraceId(session));
            Write(at + _at.SpanId, _pool.PhaseSpanId(session));
            Write(at + _at.SessionId, _pool.Id(session));
            Write(at + _at.CheckpointName, CheckpointTexts.Name(place + i));
            Write(at + _at.CheckpointStatus, CheckpointTexts.Status(place + i));
            WriteDigits(at + _at.MessageDigits, place + i);
        }
    }

    private static ProtoWriter Record(out Offsets at)
    {
        var record = new ProtoWriter();
        var time = record.Fixed64(1, 0);
        record.Varint(2, 9);
        record.Text(3, "Information");
        var body = new ProtoWriter();
        body.Text(1, "Checkpoint");
        record.Message(5, body);
        var sessionId = record.Attribute(
            6,
            AttributeNames.SessionId,
            new string('0', SessionPool.IdLength)
        );
        record.Attribute(6, AttributeNames.PhaseName, CheckpointTexts.Phase);
        var name = record.Attribute(6, AttributeNames.CheckpointName, "schema_ok");
        var status = record.Attribute(6, AttributeNames.CheckpointStatus, "pass");
        var message = record.Attribute(
            6,
            AttributeNames.CheckpointMessage,
            CheckpointTexts.Message
        );
        var traceId = record.Bytes(9, new byte[16]);
        var spanId = record.Bytes(10, new byte[8]);
        var observed = record.Fixed64(11, 0);
        record.Text(12, EventNames.Checkpoint);
        at = new Offsets(
            time,
            observed,
            traceId,
            spanId,
            sessionId,
            name,
            status,
            message + CheckpointTexts.DigitsAt
        );
        return record;
    }

    private readonly record struct Offsets(
        int Time,
        int Observed,
        int TraceId,
        int SpanId,
        int SessionId,
        int CheckpointName,
        int CheckpointStatus,
        int MessageDigits
    );
}
