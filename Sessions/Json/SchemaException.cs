namespace Sessions;

/// <summary>A line that does not follow the event or summary schema.</summary>
/// <param name="field">Which field, as a path (<c>metrics.trades</c>); empty when the text is no JSON object at all.</param>
/// <param name="reason">What it must be, naming the allowed values.</param>
public sealed class SchemaException(string field, string reason)
    : Exception(field.Length == 0 ? reason : $"{field}: {reason}")
{
    public string Field { get; } = field;
}
