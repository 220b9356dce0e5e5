using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests.Login;

/// <summary>A browser without script: keeps cookies, and says where it is led instead of going there.</summary>
internal sealed class Visitor : IDisposable
{
    public const string Token = "correct-horse-battery-staple";

    public const string Setting = $"--Dashboard:Token={Token}";

    private readonly HttpClient _client;
    private readonly CookieContainer _cookies;

    /// <param name="app">The dashboard.</param>
    /// <param name="cookies">Those of a visitor from before, or none.</param>
    public Visitor(DashboardApp app, CookieContainer? cookies = null)
    {
        _cookies = cookies ?? new CookieContainer();
        _client = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }
        )
        {
            // Not 0.0.0.0: nobody is there.
            BaseAddress = new UriBuilder(app.Address) { Host = "127.0.0.1" }.Uri,
        };
    }

    public CookieContainer Cookies => _cookies;

    public Task<HttpResponseMessage> GetAsync(
        string path,
        params IEnumerable<(string Name, string Value)> headers
    ) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> LogInAsync(
        string token = Token,
        string returnUrl = "/",
        params IEnumerable<(string Name, string Value)> headers
    ) => PostAsync("/login", new() { ["token"] = token, ["returnUrl"] = returnUrl }, headers);

    public Task<HttpResponseMessage> PostAsync(
        string path,
        Dictionary<string, string> form,
        params IEnumerable<(string Name, string Value)> headers
    ) => SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form), headers);

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        IEnumerable<(string Name, string Value)> headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await _client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
    }
}
