using System.Net;

namespace Dashboard.Web.Hardening;

/// <summary>
/// The pages ask nobody who they are, so they are served on the loopback address only; on any other the dashboard
/// refuses to start. <c>Dashboard:AllowRemote</c> lifts it for who has put a proxy with a login in front.
/// </summary>
internal static class LoopbackRule
{
    private const string Key = "Dashboard:AllowRemote";

    /// <exception cref="InvalidOperationException">An address can be reached from other machines.</exception>
    public static void Check(IEnumerable<string> urls, IConfiguration configuration)
    {
        if (configuration.GetValue<bool>(Key))
        {
            return;
        }

        foreach (var url in urls)
        {
            if (!IsLoopback(url))
            {
                throw new InvalidOperationException(
                    $"{url} can be reached from other machines, and the dashboard has no login. Listen on localhost, "
                        + $"or put a proxy with a login in front and set {Key}=true."
                );
            }
        }
    }

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (
                IPAddress.TryParse(host.Trim('[', ']'), out var address)
                && IPAddress.IsLoopback(address)
            );
    }
}
