using Microsoft.Extensions.Configuration;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Hosting;

/// <summary>When a batch counts as stored, from <c>Store:Durability</c>: <c>full</c>, the default, or <c>relaxed</c>.</summary>
public static class StoreDurability
{
    /// <exception cref="StoreUnusableException">The setting is neither; the message names it.</exception>
    public static Durability Of(IConfiguration configuration) =>
        configuration["Store:Durability"] switch
        {
            null or "" => Durability.Full,
            var text when text.Equals("full", StringComparison.OrdinalIgnoreCase) =>
                Durability.Full,
            var text when text.Equals("relaxed", StringComparison.OrdinalIgnoreCase) =>
                Durability.Relaxed,
            var text => throw new StoreUnusableException(
                $"Store:Durability: '{text}' is unknown; write full to acknowledge what is on the disk, or relaxed to acknowledge before that."
            ),
        };
}
