using System.Globalization;
using Microsoft.Extensions.Options;
using Runner.Worker.Strategies;

namespace Runner.Worker.Settings;

/// <summary>What settings must satisfy before anything starts; each complaint names the key and the fix.</summary>
sealed class RunnerSettingsRules : IValidateOptions<RunnerSettings>
{
    public ValidateOptionsResult Validate(string? name, RunnerSettings options)
    {
        var complaints = Complaints(options).ToList();
        return complaints.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(complaints);
    }

    static IEnumerable<string> Complaints(RunnerSettings s) =>
        new (bool Ok, string Key, object Value, string Fix)[]
        {
            (s.DryRun, "DryRun", s.DryRun, "this release has no live broker, set it to true"),
            (!string.IsNullOrWhiteSpace(s.Name), "Name", s.Name, "give the sessions a name"),
            (Enum.IsDefined(s.Scenario), "Scenario", s.Scenario, "see --help for the scenarios"),
            (s.Sessions >= 0, "Sessions", s.Sessions, "give a number from 0 (for ever)"),
            (
                s.SessionPause >= TimeSpan.Zero,
                "SessionPause",
                s.SessionPause,
                "give a time from 00:00:00"
            ),
            (
                s.PhasePause >= TimeSpan.Zero,
                "PhasePause",
                s.PhasePause,
                "give a time from 00:00:00"
            ),
            (
                s.HeartbeatInterval > TimeSpan.Zero,
                "HeartbeatInterval",
                s.HeartbeatInterval,
                "give a time above zero"
            ),
            (s.HangFor > TimeSpan.Zero, "HangFor", s.HangFor, "give a time above zero"),
            (
                IsMoney(s.InitialCapital),
                "InitialCapital",
                s.InitialCapital,
                "give an amount above 0 in whole cents"
            ),
            (IsCurrency(s.Currency), "Currency", s.Currency, "give an ISO 4217 code such as EUR"),
            (
                Lists.Words(s.Data.Symbols).Length > 0,
                "Data:Symbols",
                s.Data.Symbols,
                "name at least one column"
            ),
            (s.Data.MaxGapDays > 0, "Data:MaxGapDays", s.Data.MaxGapDays, "give a number from 1"),
            (
                StrategyFamilies.Knows(s.Strategy.Name),
                "Strategy:Name",
                s.Strategy.Name,
                "set ma-crossover or rsi"
            ),
            (
                Lists.AreNumbers(s.Strategy.Fast),
                "Strategy:Fast",
                s.Strategy.Fast,
                "give whole numbers, such as 2,3,5"
            ),
            (
                Lists.AreNumbers(s.Strategy.Slow),
                "Strategy:Slow",
                s.Strategy.Slow,
                "give whole numbers, such as 8,13"
            ),
            (
                Lists.AreNumbers(s.Strategy.RsiLengths),
                "Strategy:RsiLengths",
                s.Strategy.RsiLengths,
                "give whole numbers"
            ),
            (
                Lists.AreNumbers(s.Strategy.RsiBuyBelow),
                "Strategy:RsiBuyBelow",
                s.Strategy.RsiBuyBelow,
                "give whole numbers"
            ),
            (
                s.Strategy.TrainBars > 0,
                "Strategy:TrainBars",
                s.Strategy.TrainBars,
                "give a number from 1"
            ),
            (
                s.Strategy.JudgeBars > 0,
                "Strategy:JudgeBars",
                s.Strategy.JudgeBars,
                "give a number from 1"
            ),
            (s.Pace.Row >= TimeSpan.Zero, "Pace:Row", s.Pace.Row, "give a time from 00:00:00"),
            (s.Pace.Fold >= TimeSpan.Zero, "Pace:Fold", s.Pace.Fold, "give a time from 00:00:00"),
            (
                IsFraction(s.Broker.FeeRate),
                "Broker:FeeRate",
                s.Broker.FeeRate,
                "give a fraction from 0 to below 1"
            ),
            (
                IsFraction(s.Broker.Slippage),
                "Broker:Slippage",
                s.Broker.Slippage,
                "give a fraction from 0 to below 1"
            ),
            (
                IsFraction(s.Broker.MaxDrawdown),
                "Broker:MaxDrawdown",
                s.Broker.MaxDrawdown,
                "give a fraction below 1"
            ),
            (s.Replay.Bars > 0, "Replay:Bars", s.Replay.Bars, "give a number from 1"),
            (
                s.Replay.Interval >= TimeSpan.Zero,
                "Replay:Interval",
                s.Replay.Interval,
                "give a time from 00:00:00"
            ),
            (s.Limits.Data > TimeSpan.Zero, "Limits:Data", s.Limits.Data, "give a time above zero"),
            (
                s.Limits.Strategy > TimeSpan.Zero,
                "Limits:Strategy",
                s.Limits.Strategy,
                "give a time above zero"
            ),
            (s.Limits.Api > TimeSpan.Zero, "Limits:Api", s.Limits.Api, "give a time above zero"),
            (
                s.Retry.Attempts is > 0 and <= 100,
                "Retry:Attempts",
                s.Retry.Attempts,
                "give a number from 1 to 100"
            ),
            (
                s.Retry.Delay >= TimeSpan.Zero,
                "Retry:Delay",
                s.Retry.Delay,
                "give a time from 00:00:00"
            ),
            (
                s.Retry.MaxDelay >= s.Retry.Delay,
                "Retry:MaxDelay",
                s.Retry.MaxDelay,
                "give no less than Retry:Delay"
            ),
        }
            .Where(rule => !rule.Ok)
            .Select(rule =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{RunnerSettings.Section}:{rule.Key} is '{rule.Value}': {rule.Fix}"
                )
            );

    static bool IsMoney(decimal amount) => amount > 0 && decimal.Round(amount, 2) == amount;

    static bool IsFraction(decimal value) => value is >= 0 and < 1;

    static bool IsCurrency(string code) => code.Length == 3 && code.All(char.IsAsciiLetterUpper);
}
