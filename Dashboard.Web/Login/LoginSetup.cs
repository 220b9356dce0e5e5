using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;

namespace Dashboard.Web.Login;

/// <summary>
/// With a token, everything is for who knows it but what is expressly open: the login, the files of the build, and the
/// two checks that say nothing of any session. Without one there is no login at all.
/// </summary>
internal static class LoginSetup
{
    private const string EitherWay = "Token";

    /// <summary>Of a login that is not used.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    /// <exception cref="ConfigurationException">The configured token cannot be one.</exception>
    public static void AddLogin(this IServiceCollection services, IConfiguration configuration)
    {
        if (AccessToken.From(configuration) is not { } token)
        {
            // Nothing here outlives the process, so no key is written to disk.
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            return;
        }

        services.AddSingleton(token);
        services.AddSingleton<LoginRateLimiter>();
        services.AddSingleton<EndedLogins>();
        // The name in place of the folder it runs in: a login holds at every dashboard with the same token.
        services.AddDataProtection().SetApplicationName("session-dashboard");
        services.Configure<KeyManagementOptions>(keys =>
        {
            keys.XmlRepository = new TokenKeyRing(token);
            keys.AutoGenerateKeys = false;
        });
        services
            .AddAuthentication(EitherWay)
            .AddPolicyScheme(
                EitherWay,
                displayName: null,
                either =>
                    either.ForwardDefaultSelector = http =>
                        BearerHandler.IsGiven(http.Request)
                            ? BearerHandler.SchemeName
                            : CookieAuthenticationDefaults.AuthenticationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null)
            .AddCookie(ConfigureCookie);
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddRateLimiter(_ => { });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<LoginRateLimiter>((options, limiter) => limiter.Configure(options));
        services.Configure<OpenApiOptions>("v1", BearerScheme.Describe);
    }

    public static void UseLogin(this WebApplication app)
    {
        if (!IsAsked(app))
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
            ClearText.Warn(app.Logger, app.Urls, app.Configuration)
        );
        app.Use(
            (http, next) =>
            {
                // What is for readers alone is kept nowhere; the build's files say themselves how long they hold.
                if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                {
                    http.Response.Headers.CacheControl = "no-store";
                }

                return next(http);
            }
        );
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseStreamTerm();
    }

    /// <summary>The login's own routes, when there is one.</summary>
    public static void MapLoginIfAsked(this WebApplication app)
    {
        if (IsAsked(app))
        {
            app.MapLogin();
        }
    }

    private static bool IsAsked(WebApplication app) =>
        app.Services.GetService<AccessToken>() is not null;

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "session-dashboard";
        options.Cookie.HttpOnly = true;
        // SameSite=Strict would ask logged-in users to log in again when they follow a shared link. GET changes nothing,
        // and the two forms check where they come from.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Life;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = context =>
        {
            var ended = context.HttpContext.RequestServices.GetRequiredService<EndedLogins>();
            if (ended.Contains(context.Principal))
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context =>
            LoginChallenge.AnswerAsync(context.HttpContext);
    }
}
