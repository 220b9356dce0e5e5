using Dashboard.Web.Delivery;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Export;

/// <summary>One kind of file that a session can be taken away as.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Extension">Of the file.</param>
/// <param name="ContentType">Of the answer.</param>
/// <param name="Words">What the menu says.</param>
/// <param name="Write">Writes it; null for the page, which is rendered.</param>
internal sealed record ExportFormat(
    string Name,
    string Extension,
    string ContentType,
    string Words,
    Func<ISessionReader, string, Stream, CancellationToken, Task<bool>>? Write
)
{
    public static ExportFormat Events { get; } =
        new(
            "events",
            "jsonl",
            Ndjson.ContentType,
            "Events, JSON lines",
            SessionExport.WriteEventsAsync
        );

    public static ExportFormat Otlp { get; } =
        new(
            "otlp",
            "otlp.jsonl",
            Ndjson.ContentType,
            "Everything, OTLP JSON",
            SessionExport.WriteOtlpJsonAsync
        );

    public static ExportFormat Table { get; } =
        new("csv", "csv", Csv.ContentType, "Events, CSV", EventCsv.WriteAsync);

    public static ExportFormat Page { get; } =
        new("html", "html", "text/html", "One page, HTML", null);

    public static IReadOnlyList<ExportFormat> All { get; } = [Page, Events, Table, Otlp];

    public static string Names => string.Join(", ", All.Select(format => format.Name));

    /// <returns>Events when none is named; null when there is no such format.</returns>
    public static ExportFormat? Find(string? name) =>
        string.IsNullOrEmpty(name) ? Events : All.FirstOrDefault(format => format.Name == name);

    /// <summary>For example <c>index-runner-5f833d2c.jsonl</c>.</summary>
    public string FileName(SessionState session) => $"{FileNames.Of(session)}.{Extension}";
}
