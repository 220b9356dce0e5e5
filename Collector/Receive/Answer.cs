using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Collector.Receive;

/// <summary>The messages of OTLP's answers: the export response, and <c>google.rpc.Status</c> where there is an error.</summary>
internal static class Answer
{
    private const string RetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";
    private const int MaxMessageLength = 4096;

    /// <summary><c>Export…ServiceResponse</c>; empty when everything was stored.</summary>
    public static ReadOnlyMemory<byte> Response(Outcome outcome) =>
        IsWhole(outcome)
            ? default
            : new ProtoWriter()
                .Message(
                    1,
                    new ProtoWriter().Int(1, outcome.RejectedItems).Text(2, Short(outcome.Message))
                )
                .Written;

    /// <summary><c>google.rpc.Status</c>, with RetryInfo when the client should retry.</summary>
    public static ReadOnlyMemory<byte> Status(Outcome outcome, TimeSpan retryAfter)
    {
        var status = new ProtoWriter().Int(1, (int)outcome.Code).Text(2, Short(outcome.Message));
        if (outcome.IsRetryable)
        {
            var delay = new ProtoWriter()
                .Int(1, (long)retryAfter.TotalSeconds)
                .Int(2, retryAfter.Milliseconds * 1_000_000L);
            var info = new ProtoWriter().Message(1, delay);
            status.Message(3, new ProtoWriter().Text(1, RetryInfoType).Message(2, info));
        }

        return status.Written;
    }

    /// <summary>The same response in OTLP's JSON.</summary>
    public static ReadOnlyMemory<byte> ResponseJson(Signal signal, Outcome outcome) =>
        Json(writer =>
        {
            if (!IsWhole(outcome))
            {
                writer.WriteStartObject("partialSuccess");
                writer.WriteString(
                    signal switch
                    {
                        Signal.Traces => "rejectedSpans",
                        Signal.Logs => "rejectedLogRecords",
                        _ => "rejectedDataPoints",
                    },
                    outcome.RejectedItems.ToString(CultureInfo.InvariantCulture)
                );
                writer.WriteString("errorMessage", Short(outcome.Message));
                writer.WriteEndObject();
            }
        });

    /// <summary>The same status in protobuf's JSON.</summary>
    public static ReadOnlyMemory<byte> StatusJson(Outcome outcome, TimeSpan retryAfter) =>
        Json(writer =>
        {
            writer.WriteNumber("code", (int)outcome.Code);
            writer.WriteString("message", Short(outcome.Message));
            if (outcome.IsRetryable)
            {
                writer.WriteStartArray("details");
                writer.WriteStartObject();
                writer.WriteString("@type", RetryInfoType);
                writer.WriteString(
                    "retryDelay",
                    string.Create(CultureInfo.InvariantCulture, $"{retryAfter.TotalSeconds:0.###}s")
                );
                writer.WriteEndObject();
                writer.WriteEndArray();
            }
        });

    // OTLP allows a message with 0 rejected items: a warning.
    private static bool IsWhole(Outcome outcome) =>
        outcome.RejectedItems == 0 && outcome.Message.Length == 0;

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        body(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    // What a client sent may come back in a message; an answer stays small.
    private static string Short(string message) =>
        message.Length <= MaxMessageLength ? message : message[..MaxMessageLength];
}
