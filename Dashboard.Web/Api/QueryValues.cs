using System.Globalization;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Reads query values and gathers what is wrong with them, by parameter.</summary>
internal sealed class QueryValues(IQueryCollection query)
{
    private readonly Dictionary<string, string[]> _errors = [];

    /// <summary>The answer to a bad request: one message per parameter; null when all values are good.</summary>
    public IResult? Problem =>
        _errors.Count == 0 ? null : TypedResults.ValidationProblem(_errors, title: Title);

    private string Title => $"Bad value of {string.Join(", ", _errors.Keys)}.";

    public string? Text(string name)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            Refuse(name, "Only one value can be given.");
            return null;
        }

        return values is [{ Length: > 0 } text] ? text : null;
    }

    /// <summary>Any number of values, by repetition or by commas.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [
            .. query[name]
                .SelectMany(value =>
                    (value ?? "").Split(
                        ',',
                        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                    )
                ),
        ];

    public IReadOnlyList<T> Names<T>(string name)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var text in Texts(name))
        {
            if (WireName.TryParse(text, out T value))
            {
                values.Add(value);
            }
            else
            {
                Refuse(name, $"'{text}' is not one of {string.Join(", ", WireName.All<T>())}.");
            }
        }

        return values;
    }

    public T? Name<T>(string name)
        where T : struct, Enum
    {
        var values = Names<T>(name);
        if (values.Count > 1)
        {
            Refuse(name, "Only one value can be given.");
        }

        return values.Count > 0 ? values[0] : null;
    }

    /// <summary>Whether a filter that can only be <c>true</c> is given.</summary>
    public bool IsSet(string name)
    {
        if (Text(name) is { } text && text != "true")
        {
            Refuse(name, $"'{text}' is not true; leave it out for all.");
        }

        return Text(name) == "true";
    }

    /// <summary>A date, or a date and time, as ISO 8601 writes them; UTC where no offset is given.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // The parser also takes 10/11/2026, which some read as October and some as November.
        if (
            text is [_, _, _, _, '-', _, _, '-', ..]
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var moment
            )
        )
        {
            return moment;
        }

        Refuse(name, $"'{text}' is not a time such as 2026-01-31T09:00:00Z.");
        return null;
    }

    public int Number(string name, int otherwise, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
        )
        {
            return number;
        }

        Refuse(name, $"'{text}' is not a whole number from {min} to {max}.");
        return otherwise;
    }

    /// <summary>Cursor of an event.</summary>
    public string? Cursor(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!EventCursor.TryParse(text, out _))
        {
            Refuse(name, $"'{text}' is not a cursor that an answer gave.");
        }

        return text;
    }

    public void Refuse(string name, string message) =>
        _errors[name] = _errors.TryGetValue(name, out var others)
            ? [.. others, message]
            : [message];
}
