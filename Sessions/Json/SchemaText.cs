using System.Text.Json;

namespace Sessions;

/// <summary>Gets from bytes to one JSON object, whatever the bytes.</summary>
internal static class SchemaText
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static T Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new SchemaException("", "is no JSON object");
        }
        catch (JsonException exception)
        {
            throw new SchemaException("", $"is no JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // The one thing that a parsed document cannot hand out: text with half a surrogate pair or broken UTF-8.
            throw new SchemaException("", "holds text that is no Unicode");
        }
    }
}
