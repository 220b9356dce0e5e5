using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;

namespace Dashboard.Web.Login;

/// <summary>
/// Logins that somebody logged out of: a copy of their cookie is refused for as long as it would have held, until the
/// dashboard restarts. Bounded.
/// </summary>
internal sealed class EndedLogins(TimeProvider time) : IDisposable
{
    private const int Limit = 10_000;

    private readonly MemoryCache _ended = new(new MemoryCacheOptions { SizeLimit = Limit });

    public void Add(ClaimsPrincipal login, TimeSpan heldFor)
    {
        if (login.FindFirstValue(LoginPrincipal.LoginId) is { } id)
        {
            _ended.Set(
                id,
                true,
                new MemoryCacheEntryOptions
                {
                    Size = 1,
                    AbsoluteExpiration = time.GetUtcNow() + heldFor,
                }
            );
        }
    }

    public bool Contains(ClaimsPrincipal? login) =>
        login?.FindFirstValue(LoginPrincipal.LoginId) is { } id && _ended.TryGetValue(id, out _);

    public void Dispose() => _ended.Dispose();
}
