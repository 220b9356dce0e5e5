using System.Buffers;
using Collector.Decode;

namespace Collector.Forward;

/// <summary>
/// Cuts a protobuf request into requests below a limit: between resources, else between scopes, else between items,
/// each part with its own copy of the resource and scope around it. Nothing is decoded below that.
/// </summary>
internal static class RequestSplitter
{
    // Tag and length around each of resource, scope and item.
    private const int Envelope = 3 * 6;

    /// <param name="request">An export request of any signal.</param>
    /// <param name="limit">Largest part, in bytes.</param>
    /// <param name="tooLarge">How many items are larger than the limit on their own, and in no part.</param>
    public static List<ReadOnlyMemory<byte>> Split(
        ReadOnlySpan<byte> request,
        int limit,
        out int tooLarge
    )
    {
        var parts = new Parts(limit);
        var resources = new WireReader(request);
        while (resources.Next())
        {
            if (resources.Tag != ExportRequestMessage.Resources)
            {
                resources.Skip();
                continue;
            }

            var resource = resources.Bytes();
            var resourceFrame = FrameOf(resource, ExportRequestMessage.Scopes);
            var scopes = new WireReader(resource);
            while (scopes.Next())
            {
                if (scopes.Tag != ExportRequestMessage.Scopes)
                {
                    scopes.Skip();
                    continue;
                }

                var scope = scopes.Bytes();
                parts.Open(resourceFrame, FrameOf(scope, ExportRequestMessage.Items));
                var items = new WireReader(scope);
                while (items.Next())
                {
                    if (items.Tag == ExportRequestMessage.Items)
                    {
                        parts.Add(items.Bytes());
                    }
                    else
                    {
                        items.Skip();
                    }
                }

                parts.CloseScope();
            }
        }

        parts.ClosePart();
        tooLarge = parts.TooLarge;
        return parts.Done;
    }

    /// <summary>A message without its repeated children: what every part has to repeat.</summary>
    private static byte[] FrameOf(ReadOnlySpan<byte> message, uint children)
    {
        var frame = new ArrayBufferWriter<byte>();
        var reader = new WireReader(message);
        while (reader.Next())
        {
            var tag = reader.Tag;
            if (tag != children && (tag & 7) == WireTag.Bytes)
            {
                WriteField(frame, tag, reader.Bytes());
            }
            else
            {
                reader.Skip();
            }
        }

        return frame.WrittenSpan.ToArray();
    }

    private static void WriteField(IBufferWriter<byte> into, uint tag, ReadOnlySpan<byte> value)
    {
        WriteVarint(into, tag);
        WriteVarint(into, (uint)value.Length);
        into.Write(value);
    }

    private static void WriteVarint(IBufferWriter<byte> into, uint value)
    {
        var room = into.GetSpan(5);
        var used = 0;
        while (value >= 0x80)
        {
            room[used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[used++] = (byte)value;
        into.Advance(used);
    }

    /// <summary>The part that is being filled, and those that are full.</summary>
    private sealed class Parts(int limit)
    {
        private readonly ArrayBufferWriter<byte> part = new();
        private readonly ArrayBufferWriter<byte> items = new();
        private byte[] resource = [];
        private byte[] scope = [];

        public List<ReadOnlyMemory<byte>> Done { get; } = [];

        public int TooLarge { get; private set; }

        private int Size =>
            part.WrittenCount + resource.Length + scope.Length + items.WrittenCount + Envelope;

        public void Open(byte[] resourceFrame, byte[] scopeFrame)
        {
            resource = resourceFrame;
            scope = scopeFrame;
        }

        public void Add(ReadOnlySpan<byte> item)
        {
            if (resource.Length + scope.Length + item.Length + 2 * Envelope > limit)
            {
                TooLarge++;
                return;
            }

            if (Size + item.Length + Envelope > limit)
            {
                CloseScope();
                ClosePart();
            }

            WriteField(items, ExportRequestMessage.Items, item);
        }

        public void CloseScope()
        {
            if (items.WrittenCount == 0)
            {
                return;
            }

            var inner = new ArrayBufferWriter<byte>(scope.Length + items.WrittenCount);
            inner.Write(scope);
            inner.Write(items.WrittenSpan);
            var outer = new ArrayBufferWriter<byte>(resource.Length + inner.WrittenCount + 6);
            outer.Write(resource);
            WriteField(outer, ExportRequestMessage.Scopes, inner.WrittenSpan);
            WriteField(part, ExportRequestMessage.Resources, outer.WrittenSpan);
            items.ResetWrittenCount();
        }

        public void ClosePart()
        {
            if (part.WrittenCount > 0)
            {
                Done.Add(part.WrittenSpan.ToArray());
                part.ResetWrittenCount();
            }
        }
    }
}
