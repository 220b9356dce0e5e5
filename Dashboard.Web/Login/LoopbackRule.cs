namespace Dashboard.Web.Login;

/// <summary>
/// Without a token the pages ask nobody who they are, so they are served on the loopback address only; on any other the
/// dashboard refuses to start. <c>Dashboard:AllowRemote</c> lifts it for who has put a proxy with a login in front.
/// </summary>
internal static class LoopbackRule
{
    private const string Key = "Dashboard:AllowRemote";

    private const string AllowedHosts = "AllowedHosts";

    /// <exception cref="ConfigurationException">An address can be reached from other machines, and nobody is asked.</exception>
    public static void Check(IEnumerable<string> urls, IConfiguration configuration)
    {
        var isOpen = !IsLifted(configuration) && AccessToken.From(configuration) is null;
        foreach (var url in urls)
        {
            if (!IsLoopback(url) && isOpen)
            {
                throw new ConfigurationException(
                    $"{url} can be reached from other machines, and the dashboard would show everything to all of them. "
                        + $"Set {AccessToken.Key} to a token that it then asks for, or listen on localhost, or put a "
                        + $"proxy with a login in front and set {Key}=true."
                );
            }
        }
    }

    /// <summary>
    /// A page of any site can have its own name point at this machine; a browser would then let it read what is served
    /// here. Where nobody is asked, only this machine's own names are answered, unless the framework's setting says others.
    /// </summary>
    public static void AnswerOwnNamesOnly(IConfiguration configuration)
    {
        if (!IsLifted(configuration) && AccessToken.From(configuration) is null)
        {
            configuration[AllowedHosts] ??= "localhost;*.localhost;127.0.0.1;[::1]";
        }
    }

    public static bool IsLifted(IConfiguration configuration) => configuration.GetValue<bool>(Key);

    public static bool IsLoopback(string url) =>
        ListenAddress.IsLocal("The dashboard's address", url);
}
