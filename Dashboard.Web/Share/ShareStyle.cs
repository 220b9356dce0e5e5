namespace Dashboard.Web.Share;

/// <summary>The one-file page's style sheet, carried inside the assembly.</summary>
internal static class ShareStyle
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ShareStyle).Assembly.GetManifestResourceStream("share.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
