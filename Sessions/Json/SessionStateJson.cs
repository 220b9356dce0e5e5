using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>A session's state as the UTF-8 JSON that engines keep beside their list columns.</summary>
public static class SessionStateJson
{
    public static byte[] Write(SessionState state) =>
        JsonSerializer.SerializeToUtf8Bytes(state, SessionStateContext.Default.SessionState);

    public static SessionState Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, SessionStateContext.Default.SessionState)
        ?? throw new JsonException("a session's state must be an object");
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(SessionState))]
internal sealed partial class SessionStateContext : JsonSerializerContext;
