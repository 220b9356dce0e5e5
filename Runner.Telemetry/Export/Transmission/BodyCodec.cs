using System.Buffers.Binary;
using System.IO.Compression;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>The OTLP message in the body of a request: for gRPC behind a byte that says whether it is compressed and four
/// with its length, for HTTP compressed if the header says so.</summary>
sealed class BodyCodec(bool isGrpc, bool isGzip)
{
    const int Prefix = 5;

    /// <exception cref="InvalidDataException">The body is not what its headers say.</exception>
    public ReadOnlyMemory<byte> Message(byte[] body)
    {
        if (!isGrpc)
        {
            return isGzip ? Decompress(body) : body;
        }

        if (
            body.Length < Prefix
            || BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)) != body.Length - Prefix
        )
        {
            throw new InvalidDataException("the gRPC message is cut off");
        }

        return body[0] == 0 ? body.AsMemory(Prefix) : Decompress(body[Prefix..]);
    }

    public byte[] Body(byte[] message)
    {
        var content = isGzip ? Compress(message) : message;
        if (!isGrpc)
        {
            return content;
        }

        var body = new byte[Prefix + content.Length];
        body[0] = (byte)(isGzip ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), content.Length);
        content.CopyTo(body, Prefix);
        return body;
    }

    static byte[] Decompress(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var message = new MemoryStream();
        gzip.CopyTo(message);
        return message.ToArray();
    }

    static byte[] Compress(byte[] message)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(message);
        }

        return content.ToArray();
    }
}
