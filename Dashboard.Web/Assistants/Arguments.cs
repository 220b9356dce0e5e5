using System.Globalization;
using ModelContextProtocol;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>Reads the arguments of a tool; a value that cannot be used is said, with those that can.</summary>
internal static class Arguments
{
    /// <summary>Any number of names of a closed set, separated by commas.</summary>
    /// <exception cref="McpException">One is not of the set.</exception>
    public static IReadOnlyList<T> Names<T>(string? text, string argument)
        where T : struct, Enum =>
        [
            .. Texts(text)
                .Select(name =>
                    WireName.TryParse(name.ToLowerInvariant(), out T value)
                        ? value
                        : throw new McpException(
                            $"'{argument}' takes {string.Join(", ", WireName.All<T>())}."
                        )
                ),
        ];

    /// <summary>Texts separated by commas, without marks.</summary>
    public static IReadOnlyList<string> Texts(string? text) =>
        [
            .. (text ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(Sent.Unmarked),
        ];

    /// <exception cref="McpException">It is no time.</exception>
    public static DateTimeOffset? Moment(string? text, string argument) =>
        string.IsNullOrWhiteSpace(text) ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
        : throw new McpException($"'{argument}' takes a time such as 2026-01-31T09:00:00Z.");

    /// <exception cref="McpException">No answer gave it.</exception>
    public static string? Cursor(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : EventCursor.TryParse(text, out _) ? text
        : throw new McpException("'before' takes the 'next' of an answer of list_events.");

    /// <summary>What is out of bounds counts as the bound.</summary>
    public static int Limit(int? wanted, int otherwise, int most) =>
        Math.Clamp(wanted ?? otherwise, 1, most);
}
