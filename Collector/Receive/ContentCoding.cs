using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace Collector.Receive;

/// <summary>How a body is compressed.</summary>
internal enum Coding
{
    Identity,
    Gzip,

    /// <summary>With or without zlib's header: clients send both.</summary>
    Deflate,
}

/// <summary>The content codings of HTTP and the message encodings of gRPC that the collector reads.</summary>
internal static class ContentCoding
{
    /// <summary>What a client may use, as answers list it.</summary>
    public const string Accepted = "identity, gzip, deflate";

    /// <summary>Reads the header: names in any case, <c>identity</c> and <c>none</c> anywhere in a list.</summary>
    /// <returns>False for a coding that is not read here, and for several one after the other.</returns>
    public static bool TryParse(StringValues header, out Coding coding)
    {
        coding = Coding.Identity;
        foreach (var value in header)
        {
            foreach (var part in (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (Of(part) is not { } found || (found, coding) is (not 0, not 0))
                {
                    return false;
                }

                coding = found == Coding.Identity ? coding : found;
            }
        }

        return true;
    }

    /// <summary>Unpacks a body; the limit counts what comes out, so that a small bomb stays small.</summary>
    /// <exception cref="RefusedException">It is not valid in its coding, or unpacks to more than the limit.</exception>
    public static void Unpack(Coding coding, ReadOnlyMemory<byte> packed, GrowingBuffer into)
    {
        if (packed.IsEmpty)
        {
            return;
        }

        try
        {
            using var source = new ReadOnlyMemoryStream(packed);
            using Stream unpacked = coding switch
            {
                Coding.Gzip => new GZipStream(source, CompressionMode.Decompress),
                _ when HasZlibHeader(packed.Span) => new ZLibStream(
                    source,
                    CompressionMode.Decompress
                ),
                _ => new DeflateStream(source, CompressionMode.Decompress),
            };
            int read;
            while ((read = unpacked.Read(into.Room().Span)) > 0)
            {
                into.Advance(read);
            }
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(
                Outcome.Malformed($"The body is not valid {coding.ToString().ToLowerInvariant()}.")
            );
        }
    }

    private static Coding? Of(string name) =>
        name.ToLowerInvariant() switch
        {
            "" or "identity" or "none" => Coding.Identity,
            "gzip" or "x-gzip" => Coding.Gzip,
            "deflate" => Coding.Deflate,
            _ => null,
        };

    // RFC 1950: the method is deflate, and the first two bytes are a multiple of 31.
    private static bool HasZlibHeader(ReadOnlySpan<byte> packed) =>
        packed.Length > 1 && (packed[0] & 0x0F) == 8 && (packed[0] << 8 | packed[1]) % 31 == 0;
}
