namespace Dashboard.Web.Login;

/// <summary>Says once, at the start, that a token would travel in the clear.</summary>
internal static class ClearText
{
    public static void Warn(ILogger logger, IEnumerable<string> urls, IConfiguration configuration)
    {
        var open = urls.Where(url =>
                url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                && !LoopbackRule.IsLoopback(url)
            )
            .ToArray();
        // Who has a proxy in front has TLS there.
        if (open.Length > 0 && !LoopbackRule.IsLifted(configuration))
        {
            logger.LogWarning(
                "On {Urls} the token and all that is shown travel unencrypted: use it in a network that you trust, give "
                    + "Kestrel a certificate (Kestrel:Certificates:Default and an https address), or put a proxy with "
                    + "TLS in front",
                string.Join(", ", open)
            );
        }
    }
}
