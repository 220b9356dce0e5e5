using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests;

/// <summary>Pages as a browser without script gets them.</summary>
internal static class PageReader
{
    public static async Task<IDocument> PageAsync(
        this DashboardApp app,
        string path,
        HttpStatusCode expected = HttpStatusCode.OK
    )
    {
        using var client = app.CreateClient();
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new HtmlParser().ParseDocument(html);
    }

    /// <summary>The text of the only such element, outer white space cut off.</summary>
    public static string Text(this IParentNode page, string selector) =>
        Assert.Single(page.QuerySelectorAll(selector)).TextContent.Trim();
}
