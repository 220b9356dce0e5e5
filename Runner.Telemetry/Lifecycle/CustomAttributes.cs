using System.Globalization;
using Runner.Conventions;

namespace Runner.Telemetry.Lifecycle;

/// <summary>Attributes and parameters that a runner gives by names of its own, with the values that OpenTelemetry
/// knows.</summary>
static class CustomAttributes
{
    const string Reserved = "runner.";

    /// <exception cref="ArgumentException">A name is empty or reserved.</exception>
    public static IEnumerable<KeyValuePair<string, object?>> Of(
        IEnumerable<KeyValuePair<string, object>>? attributes
    ) => attributes?.Select(a => Of(a.Key, a.Value)) ?? [];

    /// <exception cref="ArgumentException">The name is empty or reserved.</exception>
    public static KeyValuePair<string, object?> Of(string name, object value)
    {
        RequireFree(name);
        return new(name, Value(value));
    }

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static KeyValuePair<string, object?> Parameter(string name, object value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(AttributeNames.ParameterPrefix + name, Value(value));
    }

    public static bool IsParameter(string key) =>
        key.StartsWith(AttributeNames.ParameterPrefix, StringComparison.Ordinal);

    /// <exception cref="ArgumentException">The name is empty or reserved.</exception>
    public static void RequireFree(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (
            name == AttributeNames.SessionId
            || name.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new ArgumentException(
                $"'{name}' is reserved: use a prefix of your own.",
                nameof(name)
            );
        }
    }

    static object? Value(object? value) =>
        value switch
        {
            null or string or bool or long or int or double or float => value,
            byte or sbyte or short or ushort or uint => Convert.ToInt64(
                value,
                CultureInfo.InvariantCulture
            ),
            decimal amount => (double)amount,
            DateTime or DateTimeOffset => ((IFormattable)value).ToString(
                "O",
                CultureInfo.InvariantCulture
            ),
            string[] or bool[] or long[] or int[] or double[] => value,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
}
