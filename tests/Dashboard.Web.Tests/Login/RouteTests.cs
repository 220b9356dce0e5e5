using System.Net;
using Dashboard.Tests.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Login;

/// <summary>Every route that there is, held against what it may be.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new(Visitor.Setting);

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_route_is_read_but_the_two_of_a_cookie_and_the_one_for_assistants()
    {
        await using var open = new DashboardApp();
        await open.StartAsync();

        Assert.Equal(["POST /login", "POST /logout", "POST /mcp/"], Changing(_app));
        Assert.Equal(["POST /mcp/"], Changing(open));
    }

    [Fact]
    public void Open_are_the_login_the_files_of_the_build_and_what_says_up_or_down() =>
        Assert.Equal(
            ["/alive", "/health", "/login", "/login", "/logout"],
            Routes(_app)
                .Where(IsOpen)
                .Where(route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                .Select(Pattern)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task Every_other_route_and_every_other_path_is_closed()
    {
        using var visitor = new Visitor(_app);
        var paths = Routes(_app)
            .Where(route => !IsOpen(route))
            .Select(route =>
                Pattern(route)
                    .Replace("{id}", "a", StringComparison.Ordinal)
                    .Replace("{cursor}", "b", StringComparison.Ordinal)
                    .Replace("{name}", "c", StringComparison.Ordinal)
                    .Replace("{documentName}", "v1", StringComparison.Ordinal)
            )
            .Append("/nowhere.txt")
            .Append("/dist/nowhere.css")
            .ToArray();
        Assert.True(paths.Length > 15);

        foreach (var path in paths)
        {
            Assert.DoesNotContain('{', path);
            using var answer = await visitor.GetAsync(path);
            Assert.True(
                answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized,
                $"{path} answers {answer.StatusCode}"
            );
        }
    }

    [Fact]
    public async Task Up_and_down_are_said_to_everybody()
    {
        using var visitor = new Visitor(_app);

        foreach (var path in (string[])["/alive", "/health"])
        {
            using var answer = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static string[] Changing(DashboardApp app) =>
        [
            .. from route in Routes(app)
            let methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            from method in methods
            where method is not ("GET" or "HEAD")
            orderby Pattern(route)
            select $"{method} {Pattern(route)}",
        ];

    private static IEnumerable<RouteEndpoint> Routes(DashboardApp app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static bool IsOpen(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Pattern(RouteEndpoint route) =>
        "/" + route.RoutePattern.RawText!.TrimStart('/');
}
