using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>A session's state as the UTF-8 JSON that engines keep beside their list columns.</summary>
public static class SessionStateJson
{
    public static byte[] Write(SessionState state)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(
                state,
                SessionStateWriting.Default.SessionState
            );
        }
        catch (ArgumentException)
        {
            // A figure that is no finite number, which hardly any runner states, can only be written the slow way.
            return JsonSerializer.SerializeToUtf8Bytes(
                state,
                SessionStateContext.Default.SessionState
            );
        }
    }

    public static SessionState Read(ReadOnlySpan<byte> utf8)
    {
        var state =
            JsonSerializer.Deserialize(utf8, SessionStateContext.Default.SessionState)
            ?? throw new JsonException("a session's state must be an object");
        var earlier =
            JsonSerializer
                .Deserialize(utf8, SessionStateContext.Default.EarlierPhases)
                ?.Phases?.Where(phase => phase.Status is not null)
                .ToList()
            ?? [];
        if (earlier.Count > 0)
        {
            state.Phases = earlier.ConvertAll(phase => phase.ToPhase());
        }

        if (earlier.Count > 0 || (state.HasEnded && state.Ends.Count == 0))
        {
            state.MarkStale();
        }

        return state;
    }
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(SessionState))]
[JsonSerializable(typeof(EarlierPhases))]
internal sealed partial class SessionStateContext : JsonSerializerContext;

/// <summary>
/// Writes the same, by generated code that knows every property: several times as fast, which counts because a store
/// writes the states of all sessions of a commit. Rules for numbers would do away with that code.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower
)]
[JsonSerializable(typeof(SessionState))]
internal sealed partial class SessionStateWriting : JsonSerializerContext;
