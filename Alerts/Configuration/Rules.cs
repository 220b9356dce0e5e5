using Sessions;

namespace Alerts.Configuration;

/// <summary>Who is told of what, from checked settings.</summary>
internal sealed class Rules
{
    private readonly Dictionary<string, ChannelClock> _clocks;
    private readonly Rule[] _rules;

    /// <exception cref="ConfigurationException">A setting is wrong; the message names it and says what to write.</exception>
    public Rules(AlertOptions options)
    {
        _clocks = options.Channels.ToDictionary(
            pair => pair.Key,
            pair => new ChannelClock(pair.Key, pair.Value)
        );
        _rules =
            options.Rules.Count == 0
                ? [new Rule(0, "*", Rule.UsualKinds) { Channels = _clocks.Keys }]
                : RuleReader.Read(options.Rules, [.. _clocks.Keys]);
        NeedSession = _rules.Any(rule => rule.Phase is not null || rule.Labels.Count > 0);
    }

    /// <summary>When each channel may be used.</summary>
    public IReadOnlyCollection<ChannelClock> Clocks => _clocks.Values;

    /// <summary>Whether a rule asks how long something has been so.</summary>
    public bool HasAfter => _rules.Any(rule => rule.After > TimeSpan.Zero);

    /// <summary>Whether a rule looks at labels or phases.</summary>
    public bool NeedSession { get; }

    /// <summary>The channels that are told of it, each once.</summary>
    public IReadOnlyList<Recipient> For(Matter matter) =>
        RecipientsOf(rule => rule.Matches(matter));

    /// <summary>The channels that are told of it only because it has been so for as long as a rule asks.</summary>
    public IReadOnlyList<Recipient> InTimeFor(Matter matter) =>
        RecipientsOf(rule => rule.After > TimeSpan.Zero && rule.Matches(matter));

    /// <summary>Whether it is to wait: a rule matches it, but not yet.</summary>
    public bool IsTooSoon(Matter matter) =>
        !_rules.Any(rule => rule.Matches(matter)) && _rules.Any(rule => rule.MatchesInTime(matter));

    /// <summary>Whether a rule asks for a kind that is not told by default.</summary>
    public bool Want(IncidentKind kind, string runner) =>
        _rules.Any(rule => rule.Kinds.Contains(kind) && rule.IsOfRunner(runner));

    /// <summary>The limits that a runner's figures have.</summary>
    public IEnumerable<FigureLimit> LimitsOf(string runner) =>
        _rules
            .Where(rule => rule.Limit is not null && rule.IsOfRunner(runner))
            .Select(rule => rule.Limit!)
            .Distinct();

    /// <summary>Whether any rule tells a channel of a runner.</summary>
    public bool IsOf(string channel, string? runner) =>
        _rules.Any(rule => rule.Channels.Contains(channel) && rule.IsOfRunner(runner));

    /// <summary>Whether a message waits for the end of quiet hours.</summary>
    public bool IsHeld(Recipient recipient, DateTimeOffset now) =>
        !recipient.IgnoresQuietHours
        && _clocks.TryGetValue(recipient.Channel, out var clock)
        && clock.IsQuiet(now);

    /// <summary>What each rule says of it, in words.</summary>
    public IEnumerable<string> Explain(Matter matter, DateTimeOffset now)
    {
        foreach (var rule in _rules.Where(rule => rule.MatchesInTime(matter)))
        {
            var channels = rule.Channels.Select(channel =>
                IsHeld(new Recipient(channel, rule.IgnoresQuietHours), now)
                    ? $"{channel} (after its quiet hours {_clocks[channel].QuietHours} {_clocks[channel].Zone.Id})"
                    : channel
            );
            yield return $"{rule}: {string.Join(", ", channels)}"
                + (
                    matter.Held < rule.After
                        ? $", once it has been so for {HumanDuration.Of(rule.After)}"
                        : ""
                );
        }
    }

    private Recipient[] RecipientsOf(Func<Rule, bool> matches)
    {
        var matching = _rules.Where(matches).ToArray();
        return
        [
            .. from channel in _clocks.Keys
            let own = matching.Where(rule => rule.Channels.Contains(channel)).ToArray()
            where own.Length > 0
            select new Recipient(channel, own.Any(rule => rule.IgnoresQuietHours)),
        ];
    }
}
