using System.Globalization;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Settings;

/// <summary>What the options of a session and of a phase must satisfy; the message names the property and the fix.</summary>
static class SessionRules
{
    static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static void Require(RunnerSessionOptions options)
    {
        Require(
            !string.IsNullOrWhiteSpace(options.RunnerName),
            nameof(options.RunnerName),
            options.RunnerName,
            "give the runner a name"
        );
        Require(
            options.PhaseCount >= 0,
            nameof(options.PhaseCount),
            options.PhaseCount,
            "give a number from 0 (not known)"
        );
        Require(
            options.HeartbeatInterval > TimeSpan.Zero
                && options.HeartbeatInterval <= LongestInterval,
            nameof(options.HeartbeatInterval),
            options.HeartbeatInterval,
            "give a time above zero, at most a day"
        );
        Require(
            options.SessionId is null || !string.IsNullOrWhiteSpace(options.SessionId),
            nameof(options.SessionId),
            options.SessionId,
            "leave it out for a fresh id"
        );
        Require(options.Account);
        Require(options.Schedule);
    }

    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static void Require(RunnerPhaseOptions options)
    {
        Require(
            !string.IsNullOrWhiteSpace(options.Name),
            nameof(options.Name),
            options.Name,
            "give the phase a name"
        );
        Require(
            options.TimeLimit is null || options.TimeLimit > TimeSpan.Zero,
            nameof(options.TimeLimit),
            options.TimeLimit,
            "give a time above zero, or null for no limit"
        );
        Require(
            options.ProgressTotal is null or > 0,
            nameof(options.ProgressTotal),
            options.ProgressTotal,
            "give a number above 0, or null if it is not known"
        );
    }

    static void Require(TradingAccount? account)
    {
        if (account is not null)
        {
            Require(
                account.InitialCapital is null or >= 0,
                nameof(account.InitialCapital),
                account.InitialCapital,
                "give an amount from 0, or null if it is not known"
            );
            Require(
                !string.IsNullOrWhiteSpace(account.Currency),
                nameof(account.Currency),
                account.Currency,
                "give a currency's code, such as EUR"
            );
        }
    }

    static void Require(RunnerSchedule? schedule)
    {
        if (schedule is null)
        {
            return;
        }

        Require(
            schedule.Cron is null != schedule.Interval is null,
            nameof(schedule.Cron),
            schedule.Cron,
            "give either Cron or Interval"
        );
        Require(
            schedule.Cron is null
                || schedule.Cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 5,
            nameof(schedule.Cron),
            schedule.Cron,
            "give five fields, such as 0 3 * * *"
        );
        Require(
            schedule.TimeZone is null || !string.IsNullOrWhiteSpace(schedule.TimeZone),
            nameof(schedule.TimeZone),
            schedule.TimeZone,
            "give an IANA time zone, such as Europe/Berlin"
        );
        Require(
            schedule.Interval is null || schedule.Interval > TimeSpan.Zero,
            nameof(schedule.Interval),
            schedule.Interval,
            "give a time above zero"
        );
        Require(
            schedule.Grace is null || schedule.Grace >= TimeSpan.Zero,
            nameof(schedule.Grace),
            schedule.Grace,
            "give a time from zero"
        );
    }

    static void Require(bool holds, string property, object? value, string fix)
    {
        if (!holds)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{property} is '{value}': {fix}."),
                property
            );
        }
    }
}
