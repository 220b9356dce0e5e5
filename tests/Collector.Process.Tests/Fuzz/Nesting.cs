using System.Text;
using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;

namespace ProcessTests.Fuzz;

/// <summary>Values inside values inside values: what ends a decoder that trusts its stack.</summary>
internal static class Nesting
{
    public static byte[] Protobuf(int depth)
    {
        // Built by hand from the inside out: protobuf's own encoder would recurse as deep.
        var value = new AnyValue { StringValue = "core" }.ToByteArray();
        for (var i = 0; i < depth; i++)
        {
            // AnyValue: 5 array_value { 1 values }.
            value = Wrap(5, Wrap(1, value));
        }

        byte[] pair = [.. Wrap(1, "deep"u8.ToArray()), .. Wrap(2, value)];
        return Wrap(1, Wrap(2, Wrap(2, Wrap(6, pair))));
    }

    public static byte[] Json(int depth)
    {
        var text = new StringBuilder(
            """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"deep","value":"""
        );
        text.Insert(text.Length, """{"arrayValue":{"values":[""", depth);
        text.Append("""{"stringValue":"core"}""");
        text.Insert(text.Length, "]}}", depth);
        return Encoding.UTF8.GetBytes(text.Append("}]}]}]}]}").ToString());
    }

    private static byte[] Wrap(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteLength(content.Length);
        }

        stream.Write(content);
        return stream.ToArray();
    }
}
