using System.Buffers.Binary;
using System.Text;
using Runner.Conventions;

namespace Load.Payload;

/// <summary>The start of every session and of its phase, as log events, so that what follows belongs to sessions that are known.</summary>
public sealed class Prelude : RequestTemplate
{
    private const int SessionsPerRequest = 250;

    private Prelude(SessionPool pool, int from, int to, ulong now)
    {
        Items = 2 * (to - from);
        var records = new ProtoWriter();
        for (var session = from; session < to; session++)
        {
            var root = BitConverter.GetBytes(
                BinaryPrimitives.ReverseEndianness(
                    BinaryPrimitives.ReadUInt64LittleEndian(pool.PhaseSpanId(session))
                )
            );
            var start = Record(pool, session, now, root, EventNames.SessionStart);
            start.Attribute(6, AttributeNames.RunnerName, "load");
            start.Attribute(6, AttributeNames.DryRun, true);
            start.Attribute(6, AttributeNames.InitialCapital, 10_000.0);
            start.Attribute(6, AttributeNames.Currency, "USD");
            start.Attribute(6, AttributeNames.PhaseCount, 3L);
            records.Message(2, start);

            var phase = Record(
                pool,
                session,
                now + NanosBetweenItems,
                pool.PhaseSpanId(session),
                EventNames.PhaseStart
            );
            phase.Attribute(6, AttributeNames.PhaseName, CheckpointTexts.Phase);
            phase.Attribute(6, AttributeNames.PhaseIndex, 2L);
            records.Message(2, phase);
        }

        Keep(records.Written);
    }

    public override int Items { get; }

    public override string GrpcPath => "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

    public override string HttpPath => "/v1/logs";

    public static IEnumerable<Prelude> For(SessionPool pool, ItemClock clock)
    {
        for (var from = 0; from < pool.Count; from += SessionsPerRequest)
        {
            var to = Math.Min(from + SessionsPerRequest, pool.Count);
            yield return new Prelude(pool, from, to, clock.Reserve(to - from));
        }
    }

    /// <summary>Nothing changes: it is sent once.</summary>
    public override void Patch(ulong now) { }

    private static ProtoWriter Record(
        SessionPool pool,
        int session,
        ulong time,
        ReadOnlySpan<byte> spanId,
        string eventName
    )
    {
        var record = new ProtoWriter();
        record.Fixed64(1, time);
        record.Varint(2, 9);
        record.Attribute(6, AttributeNames.SessionId, Encoding.ASCII.GetString(pool.Id(session)));
        record.Bytes(9, pool.TraceId(session));
        record.Bytes(10, spanId);
        record.Fixed64(11, time);
        record.Text(12, eventName);
        return record;
    }
}
