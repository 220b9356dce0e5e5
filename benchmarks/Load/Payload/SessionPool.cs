using System.Security.Cryptography;
using System.Text;

namespace Load.Payload;

/// <summary>The sessions that items belong to: ids as a runner would choose them, and each one's newest beat.</summary>
public sealed class SessionPool
{
    public const int IdLength = 36;
    private readonly byte[][] _ids;
    private readonly byte[][] _traceIds;
    private readonly byte[][] _phaseSpanIds;
    private readonly long[] _beats;
    private long _cursor;
    private long _spans = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    public SessionPool(int count)
    {
        _ids = Fill(count, () => Encoding.ASCII.GetBytes(Guid.CreateVersion7().ToString()));
        _traceIds = Fill(count, () => RandomNumberGenerator.GetBytes(16));
        _phaseSpanIds = Fill(count, () => RandomNumberGenerator.GetBytes(8));
        _beats = new long[count];
    }

    public int Count => _ids.Length;

    /// <summary>Reserves the next <paramref name="items"/> places in the round; the first one's number.</summary>
    public long Reserve(int items) => Interlocked.Add(ref _cursor, items) - items;

    /// <summary>Reserves span ids; they step by an odd constant, so they are unique and look random.</summary>
    public long ReserveSpanIds(int items) => Interlocked.Add(ref _spans, items) - items;

    public static long SpanId(long number) => unchecked(number * -7046029254386353131L);

    public int IndexOf(long place) => (int)(place % _ids.Length);

    public ReadOnlySpan<byte> Id(int session) => _ids[session];

    public ReadOnlySpan<byte> TraceId(int session) => _traceIds[session];

    public ReadOnlySpan<byte> PhaseSpanId(int session) => _phaseSpanIds[session];

    public long NextBeat(int session) => Interlocked.Increment(ref _beats[session]);

    private static byte[][] Fill(int count, Func<byte[]> make) =>
        [.. Enumerable.Range(0, count).Select(_ => make())];
}
