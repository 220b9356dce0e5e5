using Sessions;

namespace Alerts.Configuration;

/// <summary>Makes rules of settings, or says what is wrong with them.</summary>
internal static class RuleReader
{
    /// <exception cref="ConfigurationException">The message names the setting and says what to write.</exception>
    public static Rule[] Read(IReadOnlyList<RuleOptions> rules, string[] channels) =>
        [.. rules.Select((options, index) => Read(options, index, channels))];

    private static Rule Read(RuleOptions options, int index, string[] channels)
    {
        var key = $"Alerts:Rules:{index}";
        foreach (var channel in options.Channels.Except(channels))
        {
            throw new ConfigurationException(
                $"{key}:Channels names '{channel}'; write {Words(channels)}, or configure Alerts:Channels:{channel}."
            );
        }

        if (options.AfterSeconds is not (>= 0 and < 1e8))
        {
            throw new ConfigurationException(
                $"{key}:AfterSeconds must be a number of seconds, 0 or more."
            );
        }

        var limit = Limit(options, key);
        return new Rule(
            index + 1,
            string.IsNullOrEmpty(options.Runner) ? "*" : options.Runner,
            Kinds(options, limit, key)
        )
        {
            Channels = options.Channels.Count == 0 ? channels : [.. options.Channels],
            Labels = options.Labels.ConvertAll(label => Label(label, key)),
            Phase = string.IsNullOrEmpty(options.Phase) ? null : options.Phase,
            After = TimeSpan.FromSeconds(options.AfterSeconds),
            IgnoresQuietHours = options.IgnoreQuietHours,
            Limit = limit,
        };
    }

    private static IReadOnlyCollection<IncidentKind> Kinds(
        RuleOptions options,
        FigureLimit? limit,
        string key
    )
    {
        var kinds = options.Kinds.ConvertAll(name =>
            WireName.TryParse(name, out IncidentKind kind)
                ? kind
                : throw new ConfigurationException(
                    $"{key}:Kinds names '{name}'; write {Words(WireName.All<IncidentKind>())}."
                )
        );
        if (limit is null && kinds.Contains(IncidentKind.Figure))
        {
            throw new ConfigurationException(
                $"{key}:Kinds names figure; name the figure by {key}:Figure, and its limit by {key}:Above or {key}:Below."
            );
        }

        if (limit is not null && kinds.Any(kind => kind != IncidentKind.Figure))
        {
            throw new ConfigurationException(
                $"{key}:Kinds must be left out beside {key}:Figure; write another rule for other kinds."
            );
        }

        return limit is not null ? [IncidentKind.Figure]
            : kinds.Count == 0 ? Rule.UsualKinds
            : kinds;
    }

    private static FigureLimit? Limit(RuleOptions options, string key)
    {
        var hasLimit = options.Above is not null || options.Below is not null;
        return string.IsNullOrEmpty(options.Figure)
            ? hasLimit
                ? throw new ConfigurationException(
                    $"{key} has a limit without a figure; name the figure by {key}:Figure."
                )
                : null
            : !hasLimit
                ? throw new ConfigurationException(
                    $"{key}:Figure needs a limit; write one by {key}:Above or {key}:Below."
                )
                : options.Above < options.Below
                    ? throw new ConfigurationException(
                        $"{key}:Above is less than {key}:Below, so that no value is allowed; exchange them, or write two rules."
                    )
                    : new FigureLimit(options.Figure, options.Above, options.Below);
    }

    private static (string, string) Label(string text, string key) =>
        text.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var value]
            ? (name, value)
            : throw new ConfigurationException(
                $"{key}:Labels has '{text}'; write name=value, for example deployment.environment.name=production."
            );

    private static string Words(IEnumerable<string> words) => string.Join(", ", words);
}
