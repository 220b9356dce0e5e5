using System.Globalization;
using System.Text.Json;

namespace Sessions;

/// <summary>
/// The fields of one JSON object, each read once. A field that does not fit is refused by name, or, when reading
/// leniently, stays with those that nobody asked for. Null is the same as absent.
/// </summary>
internal sealed class JsonFields
{
    private readonly OrderedDictionary<string, JsonElement> _fields = [];
    private readonly SchemaReading _reading;
    private readonly string _prefix;

    /// <param name="element">The object.</param>
    /// <param name="reading">How strictly.</param>
    /// <param name="prefix">The path to it.</param>
    /// <param name="keepNulls">Whether a null that nobody asks for is something to keep.</param>
    public JsonFields(
        JsonElement element,
        SchemaReading reading,
        string prefix = "",
        bool keepNulls = false
    )
    {
        _reading = reading;
        _prefix = prefix;
        foreach (var property in element.EnumerateObject())
        {
            if (keepNulls || property.Value.ValueKind != JsonValueKind.Null)
            {
                _fields[property.Name] = property.Value;
            }
        }
    }

    /// <summary>What was not read, in order.</summary>
    public IReadOnlyDictionary<string, JsonElement> LeftOver => _fields;

    public string? Text(string name, int maxLength = int.MaxValue)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Misfit<string>(name, "must be a string");
        }

        var text = value.GetString()!;
        return text.Length > maxLength
            ? Misfit<string>(name, $"must have at most {maxLength} characters")
            : Taken(name, text);
    }

    public double? Number(string name) =>
        !TryGet(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var number)
        && double.IsFinite(number)
            ? Taken(name, number)
        : Misfit<double?>(name, "must be a finite number");

    /// <summary>A whole number; <c>3.0</c> is one.</summary>
    public long? Whole(string name, long min = long.MinValue, long max = long.MaxValue)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var isWhole =
            value.ValueKind == JsonValueKind.Number
            && (value.TryGetInt64(out var number) || TryGetRound(value, out number))
            && number >= min
            && number <= max;
        return isWhole
            ? Taken(name, value.TryGetInt64(out var whole) ? whole : (long)value.GetDouble())
            : Misfit<long?>(
                name,
                min == long.MinValue
                    ? "must be a whole number"
                    : $"must be a whole number from {min.ToString(CultureInfo.InvariantCulture)} on"
            );
    }

    public bool? Flag(string name) =>
        !TryGet(name, out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? Taken(name, value.GetBoolean())
        : Misfit<bool?>(name, "must be true or false");

    /// <summary>A moment, UTC. Never misfits leniently: what has a time is known by it.</summary>
    public DateTimeOffset? Time(string name) =>
        !TryGet(name, out var value) ? null
        : SchemaTime.TryRead(value, _reading, out var time, out var reason) ? Taken(name, time)
        : throw new SchemaException(_prefix + name, reason);

    /// <summary>A member of a closed set.</summary>
    /// <param name="name">The field.</param>
    /// <param name="synonyms">Other words for a member, for lenient reading, in lower case.</param>
    /// <param name="isIdentity">Whether the event could not be told apart without it; such a field never stays behind.</param>
    public T? Member<T>(
        string name,
        IReadOnlyDictionary<string, T>? synonyms = null,
        bool isIdentity = false
    )
        where T : struct, Enum
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            var word = value.GetString()!;
            if (WireName.TryParse<T>(word, out var member))
            {
                return Taken(name, member);
            }

            if (
                _reading.IsLenient
                && word.ToLowerInvariant() is var lower
                && (
                    WireName.TryParse(lower, out member)
                    || synonyms?.TryGetValue(lower, out member) == true
                )
            )
            {
                return Taken(name, member);
            }
        }

        var reason = $"must be one of {string.Join(", ", WireName.All<T>())}";
        return isIdentity
            ? throw new SchemaException(_prefix + name, reason)
            : Misfit<T?>(name, reason);
    }

    /// <summary>An object of its own; its nulls can be kept where they may mean something.</summary>
    public JsonFields? Object(string name, bool keepNulls = false)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object
            ? Taken(name, new JsonFields(value, _reading, $"{_prefix}{name}.", keepNulls))
            : Misfit<JsonFields>(name, "must be an object");
    }

    /// <summary>Takes the fields whose names begin so, under the rest of their names, in order.</summary>
    public IReadOnlyDictionary<string, JsonElement> TakePrefixed(string prefix)
    {
        var taken = new OrderedDictionary<string, JsonElement>();
        foreach (var (name, value) in _fields.ToArray())
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                taken[name[prefix.Length..]] = value;
                _fields.Remove(name);
            }
        }

        return taken;
    }

    /// <summary>Leaves a field out that says nothing new.</summary>
    public void Drop(string name) => _fields.Remove(name);

    public T Required<T>(T? value, string name)
        where T : struct => value ?? throw new SchemaException(_prefix + name, "is required");

    private bool TryGet(string name, out JsonElement value) =>
        _fields.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static bool TryGetRound(JsonElement value, out long number)
    {
        number = 0;
        // 2^63 is a double and no long: below it every whole double fits.
        if (
            !value.TryGetDouble(out var real)
            || real != Math.Floor(real)
            || real is not (>= -9223372036854775808.0 and < 9223372036854775808.0)
        )
        {
            return false;
        }

        number = (long)real;
        return true;
    }

    private T Taken<T>(string name, T value)
    {
        _fields.Remove(name);
        return value;
    }

    private T? Misfit<T>(string name, string reason) =>
        _reading.IsLenient ? default : throw new SchemaException(_prefix + name, reason);
}
