using System.Text;
using System.Text.Json;
using Collector.Decode;

namespace Collector.Project;

/// <summary>Why something that names a session was not used, as <c>/status</c> and the meters name it.</summary>
internal enum IgnoredReason
{
    /// <summary>A value that does not fit its name; the rest of its item counts.</summary>
    BadValue,

    /// <summary>A time that is not in nanoseconds; it was converted.</summary>
    BadTime,

    /// <summary>An event name <c>runner.…</c> that the conventions do not know; the record is a log line.</summary>
    UnknownEvent,

    /// <summary>A metric <c>runner.…</c> that the conventions do not know; it is a figure.</summary>
    UnknownMetric,

    /// <summary>A metric of a kind that states no value as it stands.</summary>
    UnusedMetric,

    /// <summary>More than a session may have.</summary>
    Limit,

    /// <summary>A span that is neither a session nor a phase and has no checkpoint.</summary>
    UnusedSpan,
}

/// <summary>
/// What one request said of sessions that was not used: counted by reason, and the first of each kind in words. Bounded,
/// because names are the sender's.
/// </summary>
internal sealed class IgnoredItems
{
    private const int MaxKinds = 16;
    private const int MaxSessions = 64;

    private static readonly IgnoredReason[] Reasons = Enum.GetValues<IgnoredReason>();
    private static readonly string[] Names =
    [
        .. Reasons.Select(reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())),
    ];

    private readonly long[] _counts = new long[Reasons.Length];
    private readonly OrderedDictionary<string, long> _kinds = [];
    private readonly OrderedDictionary<(string Session, IgnoredReason Reason), string> _firsts = [];

    /// <summary>Whether everything was used.</summary>
    public bool IsEmpty => _kinds.Count == 0;

    /// <summary>How many values or items were ignored for each reason; only those that are not zero.</summary>
    public IEnumerable<(IgnoredReason Reason, long Count)> Counts =>
        Reasons.Select(reason => (reason, _counts[(int)reason])).Where(pair => pair.Item2 > 0);

    /// <summary>The first of each reason and session, in words.</summary>
    public IEnumerable<(string Session, IgnoredReason Reason, string What)> Firsts =>
        _firsts.Select(pair => (pair.Key.Session, pair.Key.Reason, pair.Value));

    /// <summary>A reason as <c>/status</c> and the meters name it, for example <c>bad_value</c>.</summary>
    public static string NameOf(IgnoredReason reason) => Names[(int)reason];

    public void Add(IgnoredReason reason, string session, string what)
    {
        _counts[(int)reason]++;
        if (_kinds.TryGetValue(what, out var known))
        {
            _kinds[what] = known + 1;
        }
        else if (_kinds.Count < MaxKinds)
        {
            _kinds.Add(what, 1);
        }

        if (_firsts.Count < MaxSessions)
        {
            _firsts.TryAdd((session, reason), what);
        }
    }

    public void Add(string session, IgnoredValue? values)
    {
        for (; values is not null; values = values.Next)
        {
            Add(IgnoredReason.BadValue, session, values.What);
        }
    }

    public void Clear()
    {
        if (!IsEmpty)
        {
            Array.Clear(_counts);
            _kinds.Clear();
            _firsts.Clear();
        }
    }

    /// <summary>All kinds in one sentence for the sender; null when there are none.</summary>
    public string? ToMessage()
    {
        if (IsEmpty)
        {
            return null;
        }

        var text = new StringBuilder("Ignored: ");
        foreach (var (what, count) in _kinds)
        {
            text.Append(what).Append(count > 1 ? $" ({count} times); " : "; ");
        }

        var all = _counts.Sum();
        var told = _kinds.Values.Sum();
        text.Length -= 2;
        return text.Append(told < all ? $"; and {all - told} more." : ".").ToString();
    }
}
