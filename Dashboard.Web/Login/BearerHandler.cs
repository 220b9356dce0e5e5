using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Login;

/// <summary>Takes the token from a program's <c>Authorization: Bearer</c>.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessToken token,
    LoginRateLimiter limiter
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";

    private TimeSpan? _wait;

    public static bool IsGiven(HttpRequest request) =>
        request
            .Headers.Authorization.ToString()
            .StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        _wait is { } wait
            ? LoginChallenge.TooManyAsync(Context, wait)
            : LoginChallenge.WrongTokenAsync(Context);

    private AuthenticateResult Authenticate()
    {
        if (!IsGiven(Request))
        {
            return AuthenticateResult.NoResult();
        }

        _wait = limiter.Check(Context);
        if (_wait is not null)
        {
            return AuthenticateResult.Fail("Too many wrong tokens from this address.");
        }

        if (token.Is(Request.Headers.Authorization.ToString()[Prefix.Length..].Trim()))
        {
            return AuthenticateResult.Success(new(LoginPrincipal.Of(SchemeName), SchemeName));
        }

        limiter.Count(Context);
        return AuthenticateResult.Fail("Another token.");
    }
}
