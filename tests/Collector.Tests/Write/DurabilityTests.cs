using Microsoft.Extensions.Configuration;
using Sessions;
using Sessions.Sqlite.Hosting;
using Sessions.Sqlite.Write;

namespace Collector.Tests.Write;

public sealed class DurabilityTests
{
    [Theory]
    [InlineData(null, Durability.Full)]
    [InlineData("full", Durability.Full)]
    [InlineData("Relaxed", Durability.Relaxed)]
    public void A_store_is_durable_unless_the_setting_says_otherwise(
        string? setting,
        Durability durability
    ) => Assert.Equal(durability, StoreDurability.Of(Setting(setting)));

    [Fact]
    public void An_unknown_durability_is_refused_by_its_key_and_with_what_can_be_written()
    {
        var refused = Assert.Throws<StoreUnusableException>(() =>
            StoreDurability.Of(Setting("none"))
        );

        Assert.StartsWith("Store:Durability: 'none'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("relaxed", refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Setting(string? durability) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([new("Store:Durability", durability)])
            .Build();
}
