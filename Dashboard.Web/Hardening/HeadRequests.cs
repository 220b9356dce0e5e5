namespace Dashboard.Web.Hardening;

/// <summary>Answers HEAD like GET, without the body: routes name GET alone.</summary>
internal static class HeadRequests
{
    public static void UseHeadRequests(this WebApplication app)
    {
        app.Use(
            async (http, next) =>
            {
                if (!HttpMethods.IsHead(http.Request.Method))
                {
                    await next(http);
                    return;
                }

                // The route is chosen as for GET; the server leaves the body out for HEAD.
                http.Request.Method = HttpMethods.Get;
                http.Items[typeof(HeadRequests)] = true;
                await next(http);
            }
        );
        app.UseRouting();
        app.Use(
            (http, next) =>
            {
                if (http.Items.ContainsKey(typeof(HeadRequests)))
                {
                    http.Request.Method = HttpMethods.Head;
                }

                return next(http);
            }
        );
    }
}
