using System.Text;
using Dashboard.Web.Api;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Share;

/// <summary>One kind of file that a session can be taken away as.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Extension">Of the file.</param>
/// <param name="ContentType">Of the answer.</param>
/// <param name="Words">What the menu says.</param>
/// <param name="Write">Writes it; null for the page, which is rendered.</param>
internal sealed record ShareFormat(
    string Name,
    string Extension,
    string ContentType,
    string Words,
    Func<ISessionReader, string, Stream, CancellationToken, Task<bool>>? Write
)
{
    public static ShareFormat Events { get; } =
        new(
            "events",
            "jsonl",
            EventsApi.Ndjson,
            "Events, JSON lines",
            SessionExport.WriteEventsAsync
        );

    public static ShareFormat Otlp { get; } =
        new(
            "otlp",
            "otlp.jsonl",
            EventsApi.Ndjson,
            "Everything, OTLP JSON",
            SessionExport.WriteOtlpJsonAsync
        );

    public static ShareFormat Page { get; } =
        new("html", "html", "text/html", "One page, HTML", null);

    public static IReadOnlyList<ShareFormat> All { get; } = [Page, Events, Otlp];

    public static string Names => string.Join(", ", All.Select(format => format.Name));

    /// <returns>Events when none is named; null when there is no such format.</returns>
    public static ShareFormat? Find(string? name) =>
        string.IsNullOrEmpty(name) ? Events : All.FirstOrDefault(format => format.Name == name);

    /// <summary>For example <c>index-runner-5f833d2c.jsonl</c>: nothing that a file system could mind.</summary>
    public string FileName(SessionState session) =>
        $"{Plain(session.RunnerName)}-{Plain(ShortId.Of(session.Id))}.{Extension}";

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Take(60))
        {
            plain.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-');
        }

        return plain.ToString();
    }
}
