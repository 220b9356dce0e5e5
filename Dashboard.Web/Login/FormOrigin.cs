namespace Dashboard.Web.Login;

/// <summary>Where a form was sent from. Browsers say so, and no page can make them say something else.</summary>
internal static class FormOrigin
{
    public static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site])
        {
            return site is not ("same-origin" or "none");
        }

        // Over plain http browsers leave that header out, but not this one. Its scheme does not count: a proxy may end TLS.
        return request.Headers.Origin is [{ } origin]
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            );
    }
}
