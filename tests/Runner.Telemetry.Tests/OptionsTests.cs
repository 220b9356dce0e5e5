using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Runner.Telemetry.Tests;

/// <summary>What is wrong is said at the start, by its name and with the fix.</summary>
public sealed class OptionsTests
{
    static readonly RunnerSessionOptions Good = new() { RunnerName = "options" };

    public static TheoryData<string, RunnerSessionOptions> Bad =>
        new()
        {
            { "RunnerName", Good with { RunnerName = " " } },
            { "PhaseCount", Good with { PhaseCount = -3 } },
            { "HeartbeatInterval", Good with { HeartbeatInterval = TimeSpan.Zero } },
            { "HeartbeatInterval", Good with { HeartbeatInterval = TimeSpan.FromSeconds(-1) } },
            { "HeartbeatInterval", Good with { HeartbeatInterval = TimeSpan.FromDays(60) } },
            { "SessionId", Good with { SessionId = "" } },
            { "InitialCapital", Good with { Account = new() { InitialCapital = -1 } } },
            { "Currency", Good with { Account = new() { Currency = "" } } },
            { "Cron", Good with { Schedule = new() } },
            { "Cron", Good with { Schedule = new() { Cron = "@daily" } } },
            {
                "Cron",
                Good with
                {
                    Schedule = new() { Cron = "0 3 * * *", Interval = TimeSpan.FromDays(1) },
                }
            },
            { "Interval", Good with { Schedule = new() { Interval = TimeSpan.Zero } } },
            {
                "Grace",
                Good with
                {
                    Schedule = new() { Cron = "0 3 * * *", Grace = TimeSpan.FromSeconds(-1) },
                }
            },
        };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_bad_option_of_a_session_is_named(string property, RunnerSessionOptions options)
    {
        using var telemetry = new RunnerTelemetry(NullLoggerFactory.Instance);
        using var outer = new Activity("outer").Start();
        var refusal = Assert.Throws<ArgumentException>(() => telemetry.StartSession(options));
        Assert.Equal(property, refusal.ParamName);
        Assert.Contains(
            ": give ",
            refusal.Message.Replace(": leave it out", ": give "),
            StringComparison.Ordinal
        );
        Assert.Same(outer, Activity.Current);
    }

    [Fact]
    public void A_bad_option_of_a_phase_is_named()
    {
        using var telemetry = new RunnerTelemetry(NullLoggerFactory.Instance);
        var session = telemetry.StartSession(Good);
        Assert.Throws<ArgumentException>(() => session.StartPhase(" "));
        Assert.Throws<ArgumentException>(() => session.StartPhase("work", TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() =>
            session.StartPhase(new RunnerPhaseOptions { Name = "work", ProgressTotal = 0 })
        );
        Assert.Throws<ArgumentException>(() => session.SetAttribute("runner.mine", 1));
        Assert.Throws<ArgumentException>(() => session.Figure("runner.mine", 1));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    public void A_bad_setting_is_named(string key, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var refusal = Assert.Throws<OptionsValidationException>(() =>
            RunnerTelemetry.Export("options", settings)
        );
        Assert.StartsWith(
            $"{key} is '{value}': ",
            Assert.Single(refusal.Failures),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Bad_export_options_are_named()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() =>
            RunnerTelemetry.Export(
                new RunnerTelemetryOptions { ServiceName = "", SpoolMaxBytes = 0 },
                new ConfigurationBuilder().Build()
            )
        );
        Assert.Equal(2, refusal.Failures.Count());
    }
}
