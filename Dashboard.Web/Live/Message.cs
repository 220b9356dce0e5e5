using System.Buffers;
using System.Globalization;
using System.Text;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>One server-sent event, encoded once and shared by all who are sent it.</summary>
/// <param name="Position">Where a reader who has it may resume; absent on what needs no resuming, such as a standing.</param>
/// <param name="Bytes">As it goes over the wire, blank line included.</param>
internal sealed record Message(StorePosition? Position, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A comment: keeps proxies from closing a quiet stream.</summary>
    public static Message KeepAlive { get; } = new(null, ": \n\n"u8.ToArray());

    /// <summary>Says that what was missed is too much to replay: the reader loads the page anew.</summary>
    public static Message Resync { get; } = new(null, "event: resync\ndata: \n\n"u8.ToArray());

    /// <param name="name">The event's name; null is the unnamed event, which htmx swaps into the page.</param>
    /// <param name="data">Text of any number of lines.</param>
    /// <param name="position">See <see cref="Position"/>.</param>
    public static Message Of(string? name, string data, StorePosition? position = null)
    {
        var bytes = new ArrayBufferWriter<byte>(data.Length + 64);
        if (position is { } p)
        {
            Line(bytes, "id", p.Value.ToString(CultureInfo.InvariantCulture));
        }

        if (name is not null)
        {
            Line(bytes, "event", name);
        }

        foreach (var line in data.AsSpan().EnumerateLines())
        {
            Line(bytes, "data", line);
        }

        bytes.Write("\n"u8);
        return new Message(position, bytes.WrittenMemory);
    }

    private static void Line(ArrayBufferWriter<byte> bytes, string field, ReadOnlySpan<char> value)
    {
        Encoding.UTF8.GetBytes(field, bytes);
        bytes.Write(": "u8);
        Encoding.UTF8.GetBytes(value, bytes);
        bytes.Write("\n"u8);
    }
}
