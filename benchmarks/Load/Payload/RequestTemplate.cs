using System.Buffers.Binary;

namespace Load.Payload;

/// <summary>
/// One encoded export request that is sent again and again: before each send, what changes (ids, times, numbers) is
/// overwritten in place. Not thread-safe: each request under way has its own.
/// </summary>
public abstract class RequestTemplate
{
    /// <summary>gRPC's message prefix: one byte of flags, four of length, big-endian.</summary>
    public const int GrpcPrefix = 5;

    /// <summary>What the metric or span says it began after, and how far apart a request's items lie.</summary>
    protected const ulong NanosBetweenItems = 1_000;

    private byte[] _bytes = [];

    /// <summary>Spans, records or points in the request.</summary>
    public abstract int Items { get; }

    /// <summary>Path of the gRPC method.</summary>
    public abstract string GrpcPath { get; }

    /// <summary>Path of the HTTP endpoint.</summary>
    public abstract string HttpPath { get; }

    /// <summary>Overwrites what changes; <paramref name="now"/> in nanoseconds since 1970.</summary>
    public abstract void Patch(ulong now);

    /// <summary>The request behind a gRPC prefix.</summary>
    public ReadOnlyMemory<byte> Framed => _bytes;

    public ReadOnlyMemory<byte> Message => _bytes.AsMemory(GrpcPrefix);

    /// <summary>Wraps the records in scope and resource and keeps the result.</summary>
    /// <returns>The offset of the records' first byte.</returns>
    protected int Keep(ReadOnlySpan<byte> records)
    {
        var scopeInfo = new ProtoWriter();
        scopeInfo.Text(1, "Runner.Telemetry");
        scopeInfo.Text(2, "0.1.0");
        var scope = new ProtoWriter();
        scope.Message(1, scopeInfo);

        var resource = new ProtoWriter();
        resource.Attribute(1, "service.name", "load");
        resource.Attribute(1, "service.instance.id", Environment.ProcessId.ToString("x8", null));
        resource.Attribute(1, "telemetry.sdk.name", "opentelemetry");
        resource.Attribute(1, "telemetry.sdk.language", "dotnet");
        resource.Attribute(1, "telemetry.sdk.version", "1.20.1");

        // The records are fields of the scope already, tag and length included.
        byte[] scopeBytes = [.. scope.Written, .. records];
        var signal = new ProtoWriter();
        signal.Message(1, resource);
        var at = signal.Bytes(2, scopeBytes) + scope.Written.Length;
        var request = new ProtoWriter();
        at += request.Message(1, signal);

        _bytes = new byte[GrpcPrefix + request.Written.Length];
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(1), request.Written.Length);
        request.Written.CopyTo(_bytes.AsSpan(GrpcPrefix));
        return at + GrpcPrefix;
    }

    protected void Write(int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), value);

    protected void Write(int at, ReadOnlySpan<byte> value) => value.CopyTo(_bytes.AsSpan(at));

    /// <summary>Eight decimal digits, zeros in front.</summary>
    protected void WriteDigits(int at, long value)
    {
        for (var i = 7; i >= 0; i--, value /= 10)
        {
            _bytes[at + i] = (byte)('0' + value % 10);
        }
    }
}
