namespace Dashboard.Web.Share;

/// <summary>The one-file page's style sheets, carried inside the assembly.</summary>
internal static class ShareStyle
{
    public static string Text { get; } =
        Read("palette.css") + Read("curve.css") + Read("share.css");

    private static string Read(string sheet)
    {
        using var stream = typeof(ShareStyle).Assembly.GetManifestResourceStream(sheet)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
