using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Runner.Worker.Settings;

namespace Runner.Worker.Tests.Settings;

public sealed class RunnerSettingsTests
{
    [Fact]
    public void The_defaults_are_valid() =>
        Assert.True(new RunnerSettings().DryRun && Load().Sessions == 0);

    [Theory]
    [InlineData("Runner:DryRun", "false", "no live broker")]
    [InlineData("Runner:HeartbeatInterval", "00:00:00", "above zero")]
    [InlineData("Runner:InitialCapital", "0.001", "whole cents")]
    [InlineData("Runner:Currency", "euro", "ISO 4217")]
    [InlineData("Runner:Strategy:Name", "lucky", "ma-crossover or rsi")]
    [InlineData("Runner:Strategy:Fast", "2,x", "whole numbers")]
    [InlineData("Runner:Pace:Row", "-00:00:01", "from 00:00:00")]
    [InlineData("Runner:Pace:Fold", "-00:00:01", "from 00:00:00")]
    [InlineData("Runner:Broker:FeeRate", "1", "fraction")]
    [InlineData("Runner:Replay:Bars", "0", "from 1")]
    [InlineData("Runner:Limits:Api", "00:00:00", "above zero")]
    [InlineData("Runner:Retry:Attempts", "0", "1 to 100")]
    [InlineData("Runner:Retry:MaxDelay", "00:00:00.5", "Retry:Delay")]
    public void A_bad_value_is_refused_with_its_key_and_the_fix(
        string key,
        string value,
        string fix
    )
    {
        var complaint = Assert.Single(
            Assert.Throws<OptionsValidationException>(() => Load((key, value))).Failures
        );
        Assert.StartsWith(key + " is '", complaint, StringComparison.Ordinal);
        Assert.Contains(fix, complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_does_not_exist_is_refused() =>
        Assert.Contains(
            "Sesions",
            Assert.Throws<InvalidOperationException>(() => Load(("Runner:Sesions", "1"))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Help_lists_every_setting_with_its_default()
    {
        var help = Help.Text();
        Assert.Contains("Runner:Replay:Bars = 250", help, StringComparison.Ordinal);
        Assert.Contains("Runner:Pace:Fold = 00:00:00.3", help, StringComparison.Ordinal);
        Assert.Contains("Runner:Limits:Data = 02:00:00", help, StringComparison.Ordinal);
        Assert.Equal(
            help.Split('\n').Count(line => line.StartsWith("  Runner:", StringComparison.Ordinal)),
            help.Split('\n').Count(line => line.StartsWith("      ", StringComparison.Ordinal))
        );
    }

    static RunnerSettings Load(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                values.Select(v => KeyValuePair.Create<string, string?>(v.Key, v.Value))
            )
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddRunner()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<RunnerSettings>>().Value;
    }
}
