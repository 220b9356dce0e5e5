using Microsoft.AspNetCore.Authentication;

namespace Dashboard.Web.Login;

/// <summary>
/// A stream ends when its cookie is due to be renewed, half way through its life. The page comes back by itself and is
/// given a new one; who has none that holds is told so. Otherwise a stream would outlive its login.
/// </summary>
internal static class StreamTerm
{
    public static void UseStreamTerm(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use(
            async (http, next) =>
            {
                if (
                    http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties
                    is not { IssuedUtc: { } issued, ExpiresUtc: { } expires }
                )
                {
                    await next(http);
                    return;
                }

                using var term = new CancellationTokenSource(
                    Left(issued, expires, time.GetUtcNow()),
                    time
                );
                using var either = CancellationTokenSource.CreateLinkedTokenSource(
                    http.RequestAborted,
                    term.Token
                );
                http.RequestAborted = either.Token;
                await next(http);
            }
        );
    }

    private static TimeSpan Left(DateTimeOffset issued, DateTimeOffset expires, DateTimeOffset now)
    {
        var half = (expires - issued) / 2;
        var left = issued + half - now;
        // One that is past its half is being renewed by this very answer. A moment more, so that the next one is past it.
        return (left > TimeSpan.Zero ? left : half) + TimeSpan.FromSeconds(1);
    }
}
