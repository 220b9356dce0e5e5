namespace Dashboard.Web.Export;

/// <summary>The one-file page's style sheets, carried inside the assembly.</summary>
internal static class ExportStyle
{
    public static string Text { get; } =
        Read("palette.css") + Read("curve.css") + Read("export.css");

    private static string Read(string sheet)
    {
        using var stream = typeof(ExportStyle).Assembly.GetManifestResourceStream(sheet)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
