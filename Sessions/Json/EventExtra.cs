using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>What few events have, as the one JSON object that engines keep beside their event columns.</summary>
/// <param name="Session">What a session says of itself.</param>
/// <param name="Retry">An attempt to recover.</param>
/// <param name="Details">Every other attribute, as the text of one JSON object.</param>
/// <param name="Trade">A closed trade.</param>
/// <param name="Run">Parameters and environment of the run.</param>
/// <param name="PhaseRun">Which run of the phase it belongs to.</param>
/// <param name="ProgressTotal">Of a beat, where its progress ends.</param>
public sealed record EventExtra(
    SessionHeader? Session,
    Retry? Retry,
    string? Details,
    Trade? Trade = null,
    RunFacts? Run = null,
    int? PhaseRun = null,
    long? ProgressTotal = null
)
{
    /// <summary>Whether an event has any of it.</summary>
    public static bool IsIn(SessionEvent e) =>
        e
            is not {
                Session: null,
                Retry: null,
                Details: null,
                Trade: null,
                Run: null,
                PhaseRun: null,
                Beat: null or { ProgressTotal: null }
            };

    /// <returns>The object's text; null for an event that has none of it.</returns>
    public static string? Write(SessionEvent e) =>
        !IsIn(e)
            ? null
            : JsonSerializer.Serialize(
                new EventExtra(
                    e.Session,
                    e.Retry,
                    e.Details,
                    e.Trade,
                    e.Run,
                    e.PhaseRun,
                    e.Beat?.ProgressTotal
                ),
                EventColumnContext.Default.EventExtra
            );

    /// <exception cref="JsonException">The text is none that <see cref="Write"/> gives.</exception>
    public static EventExtra? Read(string json) =>
        JsonSerializer.Deserialize(json, EventColumnContext.Default.EventExtra);
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(EventExtra))]
[JsonSerializable(typeof(SessionEvent))]
internal sealed partial class EventColumnContext : JsonSerializerContext;
