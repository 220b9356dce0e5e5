using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Sessions;

/// <summary>Splits a stream into lines of bounded length.</summary>
public static class LineReader
{
    /// <summary>Longest line that is taken, in bytes.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Every line that is not blank, with its number from 1; without bytes when it is longer than allowed.</summary>
    public static async IAsyncEnumerable<(long Number, byte[]? Line)> ReadAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reader = PipeReader.Create(
            stream,
            new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true)
        );
        var number = 1L;
        var skipping = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                if (skipping || line.Length > MaxLength)
                {
                    yield return (number, null);
                    skipping = false;
                }
                else if (Trimmed(line, number) is { } text)
                {
                    yield return (number, text);
                }

                number++;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > MaxLength)
            {
                skipping = true;
                rest = rest.Slice(rest.End);
            }

            if (read.IsCompleted)
            {
                if (skipping)
                {
                    yield return (number, null);
                }
                else if (Trimmed(rest, number) is { } text)
                {
                    yield return (number, text);
                }

                await reader.CompleteAsync();
                yield break;
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static byte[]? Trimmed(ReadOnlySequence<byte> line, long number)
    {
        var bytes = line.ToArray();
        var text = bytes.AsSpan();
        if (number == 1 && text.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        text = text.Trim(" \t\r"u8);
        return text.IsEmpty ? null
            : text.Length == bytes.Length ? bytes
            : text.ToArray();
    }
}
