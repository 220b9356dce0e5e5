using System.IO.Compression;

namespace Collector.Receive;

/// <summary>Unpacks a request; the limit counts what comes out, so that a small bomb stays small.</summary>
internal static class Gzip
{
    /// <exception cref="RefusedException">It is no gzip, or unpacks to more than the limit.</exception>
    public static void Unpack(ReadOnlyMemory<byte> packed, GrowingBuffer into)
    {
        if (packed.IsEmpty)
        {
            return;
        }

        try
        {
            using var source = new ReadOnlyMemoryStream(packed);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            int read;
            while ((read = gzip.Read(into.Room().Span)) > 0)
            {
                into.Advance(read);
            }
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(Outcome.Malformed("The body is no valid gzip."));
        }
    }
}
