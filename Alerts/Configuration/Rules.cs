using System.IO.Enumeration;
using Alerts.Incidents;
using Sessions;

namespace Alerts.Configuration;

/// <summary>Who is told of what, from checked settings.</summary>
internal sealed class Rules
{
    private readonly string[] _channels;
    private readonly Rule[] _rules;

    /// <exception cref="ConfigurationException">A rule names a channel or a kind that is not there.</exception>
    public Rules(AlertOptions options)
    {
        _channels = [.. options.Channels.Keys];
        _rules =
            options.Rules.Count == 0
                ? [new Rule("*", [], _channels, TimeSpan.Zero)]
                : [.. options.Rules.Select(Read)];
    }

    /// <summary>The channels that are told of it, each once.</summary>
    /// <param name="kind">What is the matter.</param>
    /// <param name="runner">Whose; null for what is nobody's.</param>
    /// <param name="held">For how long it has been so.</param>
    public IReadOnlyList<string> ChannelsFor(IncidentKind kind, string? runner, TimeSpan held) =>
        [
            .. _channels.Where(channel =>
                _rules.Any(rule =>
                    rule.Matches(kind, runner, held) && rule.Channels.Contains(channel)
                )
            ),
        ];

    /// <summary>Whether it is to wait: a rule matches it, but not yet.</summary>
    public bool IsTooSoon(IncidentKind kind, string? runner, TimeSpan held) =>
        ChannelsFor(kind, runner, held).Count == 0
        && ChannelsFor(kind, runner, TimeSpan.MaxValue).Count > 0;

    /// <summary>The rules that match, from 1, in words.</summary>
    public IEnumerable<string> Explain(IncidentKind kind, string? runner, TimeSpan held) =>
        _rules
            .Select((rule, i) => (Rule: rule, Number: i + 1))
            .Where(one => one.Rule.Matches(kind, runner, TimeSpan.MaxValue))
            .Select(one =>
                $"rule {one.Number} (runner {one.Rule.Runner}): {string.Join(", ", one.Rule.Channels)}"
                + (held < one.Rule.After ? $", after {HumanDuration.Of(one.Rule.After)}" : "")
            );

    private Rule Read(RuleOptions options, int index)
    {
        var key = $"Alerts:Rules:{index}";
        foreach (var channel in options.Channels.Except(_channels))
        {
            throw new ConfigurationException(
                $"{key}:Channels names '{channel}', which is none of {string.Join(", ", _channels)}."
            );
        }

        if (options.AfterSeconds is not (>= 0 and < 1e8))
        {
            throw new ConfigurationException($"{key}:AfterSeconds must be a number of seconds.");
        }

        var kinds = options.Kinds.ConvertAll(name =>
            WireName.TryParse(name, out IncidentKind kind)
                ? kind
                : throw new ConfigurationException(
                    $"{key}:Kinds names '{name}', which is none of {string.Join(", ", WireName.All<IncidentKind>())}."
                )
        );
        return new Rule(
            string.IsNullOrEmpty(options.Runner) ? "*" : options.Runner,
            kinds,
            options.Channels.Count == 0 ? _channels : [.. options.Channels],
            TimeSpan.FromSeconds(options.AfterSeconds)
        );
    }

    private sealed record Rule(
        string Runner,
        IReadOnlyCollection<IncidentKind> Kinds,
        IReadOnlyCollection<string> Channels,
        TimeSpan After
    )
    {
        public bool Matches(IncidentKind kind, string? runner, TimeSpan held) =>
            held >= After
            && (Kinds.Count == 0 || Kinds.Contains(kind))
            && (Runner == "*" || FileSystemName.MatchesSimpleExpression(Runner, runner ?? ""));
    }
}
