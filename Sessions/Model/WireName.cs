using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>The name of a closed set's member on the wire, in the store and in URLs: snake_case, as in <c>phase_start</c>.</summary>
public static class WireName
{
    /// <returns>The wire name, for example <c>autocorrect_attempt</c>.</returns>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>Reads a wire name; case counts.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> name, out T value)
        where T : struct, Enum =>
        Names<T>.ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out value);

    /// <summary>All wire names of a set, in order, for messages that name the allowed values.</summary>
    public static IReadOnlyCollection<string> All<T>()
        where T : struct, Enum => Names<T>.Ordered;

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(
                value => value,
                value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())
            );

        public static readonly FrozenDictionary<string, T> ByName = ByValue.ToFrozenDictionary(
            pair => pair.Value,
            pair => pair.Key
        );

        public static readonly IReadOnlyCollection<string> Ordered = Array.ConvertAll(
            Enum.GetValues<T>(),
            value => ByValue[value]
        );
    }
}

/// <summary>JSON of a closed set by its wire names; any other value is a <see cref="JsonException"/> that lists the allowed ones.</summary>
public sealed class WireNameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType == JsonTokenType.String
        && WireName.TryParse(reader.GetString(), out T value)
            ? value
            : throw new JsonException($"must be one of {string.Join(", ", WireName.All<T>())}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WireName.Of(value));
}
