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
    /// <param name="maxItems">Most items of a part.</param>
    /// <param name="tooLarge">How many items are larger than the limit on their own, and in no part.</param>
    public static List<ReadOnlyMemory<byte>> Split(
        ReadOnlySpan<byte> request,
        int limit,
        int maxItems,
        out int tooLarge
    )
    {
        var parts = new Parts(limit, maxItems);
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

    /// <summary>Cuts a request into two of as many items each; one of a single item, or of none, stays as it is.</summary>
    public static List<ReadOnlyMemory<byte>> Halve(ReadOnlySpan<byte> request)
    {
        var items = CountItems(request);
        return items < 2 ? [] : Split(request, int.MaxValue, (items + 1) / 2, out _);
    }

    private static int CountItems(ReadOnlySpan<byte> request)
    {
        var count = 0;
        var resources = new WireReader(request);
        while (resources.Next())
        {
            if (resources.Tag != ExportRequestMessage.Resources)
            {
                resources.Skip();
                continue;
            }

            var scopes = new WireReader(resources.Bytes());
            while (scopes.Next())
            {
                if (scopes.Tag != ExportRequestMessage.Scopes)
                {
                    scopes.Skip();
                    continue;
                }

                var items = new WireReader(scopes.Bytes());
                while (items.Next())
                {
                    count += items.Tag == ExportRequestMessage.Items ? 1 : 0;
                    items.Skip();
                }
            }
        }

        return count;
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
    private sealed class Parts(int limit, int maxItems)
    {
        private readonly ArrayBufferWriter<byte> _part = new();
        private readonly ArrayBufferWriter<byte> _items = new();
        private byte[] _resource = [];
        private byte[] _scope = [];
        private int _count;

        public List<ReadOnlyMemory<byte>> Done { get; } = [];

        public int TooLarge { get; private set; }

        private int Size =>
            _part.WrittenCount + _resource.Length + _scope.Length + _items.WrittenCount + Envelope;

        public void Open(byte[] resourceFrame, byte[] scopeFrame)
        {
            _resource = resourceFrame;
            _scope = scopeFrame;
        }

        public void Add(ReadOnlySpan<byte> item)
        {
            if ((long)_resource.Length + _scope.Length + item.Length + 2 * Envelope > limit)
            {
                TooLarge++;
                return;
            }

            if (_count == maxItems || (long)Size + item.Length + Envelope > limit)
            {
                CloseScope();
                ClosePart();
            }

            _count++;
            WriteField(_items, ExportRequestMessage.Items, item);
        }

        public void CloseScope()
        {
            if (_items.WrittenCount == 0)
            {
                return;
            }

            var inner = new ArrayBufferWriter<byte>(_scope.Length + _items.WrittenCount);
            inner.Write(_scope);
            inner.Write(_items.WrittenSpan);
            var outer = new ArrayBufferWriter<byte>(_resource.Length + inner.WrittenCount + 6);
            outer.Write(_resource);
            WriteField(outer, ExportRequestMessage.Scopes, inner.WrittenSpan);
            WriteField(_part, ExportRequestMessage.Resources, outer.WrittenSpan);
            _items.ResetWrittenCount();
        }

        public void ClosePart()
        {
            _count = 0;
            if (_part.WrittenCount > 0)
            {
                Done.Add(_part.WrittenSpan.ToArray());
                _part.ResetWrittenCount();
            }
        }
    }
}
