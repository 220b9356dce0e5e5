using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sessions.Tests;

/// <summary>Events and summaries as lines of text.</summary>
public static class Lines
{
    public static SessionEvent Read(string line, SchemaReading? reading = null) =>
        EventJson.Read(Encoding.UTF8.GetBytes(line), reading ?? SchemaReading.Strict);

    public static SchemaException Refusal(string line, SchemaReading? reading = null) =>
        Assert.Throws<SchemaException>(() => Read(line, reading));

    public static SessionSummary ReadSummary(string line, SchemaReading? reading = null) =>
        SummaryJson.Read(Encoding.UTF8.GetBytes(line), reading ?? SchemaReading.Strict);

    public static string Write(SessionEvent e) => Written(writer => EventJson.Write(writer, e));

    public static string Write(SessionState session, double? maxDrawdown, DateTimeOffset now) =>
        Written(writer => SummaryJson.Write(writer, session, maxDrawdown, now));

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
