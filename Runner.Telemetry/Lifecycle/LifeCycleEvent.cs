using System.Collections;

namespace Runner.Telemetry.Lifecycle;

/// <summary>The state of one life-cycle log event: its attributes, its message and the time at which it happened, which
/// is also the time of the span or span event that says the same thing.</summary>
sealed class LifeCycleEvent(
    DateTimeOffset time,
    string message,
    KeyValuePair<string, object?>[] attributes
) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public DateTimeOffset Time { get; } = time;

    public int Count => attributes.Length;

    public KeyValuePair<string, object?> this[int index] => attributes[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, object?>>)attributes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => message;
}
