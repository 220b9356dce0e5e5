using Collector.Decode;

namespace Collector.Receive;

/// <summary>
/// Tells spans, log records and metrics apart by the wire types of their fields: the three requests number everything
/// around them alike, so that one read as another decodes without an error and says nothing.
/// </summary>
internal static class SignalShape
{
    private const int TraceIdLength = 16;

    // The wire type of each field by number, from 0; a dot is a field that the message does not have.
    private const string Span = ".bbbbbvffbvbvbvb4";
    private const string LogRecord = ".fvb.bbv4bbfb";
    private const string Metric = ".bbb.b.b.bbbb";

    /// <returns>The signal that an item is of, when it cannot be of the stated one; null when it can.</returns>
    /// <exception cref="MalformedMessageException">The bytes are no message.</exception>
    public static Signal? Other(Signal stated, ReadOnlySpan<byte> item)
    {
        if (Fits(stated, item))
        {
            return null;
        }

        foreach (var (signal, _, _) in SignalPaths.All)
        {
            if (signal != stated && Fits(signal, item))
            {
                return signal;
            }
        }

        return null;
    }

    private static bool Fits(Signal signal, ReadOnlySpan<byte> item)
    {
        var shape = signal switch
        {
            Signal.Traces => Span,
            Signal.Logs => LogRecord,
            _ => Metric,
        };
        var (isNamed, hasTime) = (false, false);
        var reader = new WireReader(item);
        while (reader.Next())
        {
            var (number, type) = ((int)(reader.Tag >> 3), reader.Tag & 7);
            var expected = number < shape.Length ? shape[number] : '.';
            if (expected != '.' && expected != Letter(type))
            {
                return false;
            }

            if (signal == Signal.Traces && number == 1)
            {
                // A metric has its name here.
                var id = reader.Bytes();
                isNamed = !id.IsEmpty && !id.ContainsAnyExceptInRange((byte)' ', (byte)'~');
                if (id.Length is not (0 or TraceIdLength))
                {
                    return false;
                }
            }
            else
            {
                hasTime |= signal == Signal.Traces && expected == 'f';
                reader.Skip();
            }
        }

        return hasTime || !isNamed;
    }

    private static char Letter(uint type) =>
        type switch
        {
            WireTag.Varint => 'v',
            WireTag.Fixed64 => 'f',
            WireTag.Bytes => 'b',
            WireTag.Fixed32 => '4',
            _ => '?',
        };
}
