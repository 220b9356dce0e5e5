namespace Alerts.Configuration;

/// <summary>Refuses what binding would pass over in silence: unknown keys, values of the wrong type, lists without a number.</summary>
internal static class AlertSettings
{
    /// <exception cref="ConfigurationException">The message names the setting and says what to write.</exception>
    public static void Check(IConfiguration configuration)
    {
        var section = configuration.GetSection(AlertOptions.Section);
        Check<AlertOptions>(configuration, section);
        foreach (var channel in section.GetSection(nameof(AlertOptions.Channels)).GetChildren())
        {
            Check<ChannelOptions>(configuration, channel);
        }

        foreach (var rule in section.GetSection(nameof(AlertOptions.Rules)).GetChildren())
        {
            if (!int.TryParse(rule.Key, out _))
            {
                throw new ConfigurationException(
                    $"{rule.Path} is no rule; number the rules, as in {AlertOptions.Section}:Rules:0:{rule.Key}."
                );
            }

            Check<RuleOptions>(configuration, rule);
        }

        Check<SwitchOptions>(
            configuration,
            section.GetSection(nameof(AlertOptions.DeadMansSwitch))
        );
    }

    private static void Check<T>(IConfiguration configuration, IConfigurationSection section)
        where T : class
    {
        var properties = typeof(T).GetProperties();
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new ConfigurationException(
                $"{section.Path} is a group of settings; write one of them, such as {section.Path}:{properties[0].Name}."
            );
        }

        configuration.Check(section.Path, [.. properties.Select(property => property.Name)]);
        foreach (
            var list in properties.Where(property => property.PropertyType == typeof(List<string>))
        )
        {
            if (!string.IsNullOrEmpty(section.GetSection(list.Name).Value))
            {
                throw new ConfigurationException(
                    $"{section.Path}:{list.Name} is a list; write {section.Path}:{list.Name}:0."
                );
            }
        }

        try
        {
            section.Get<T>();
        }
        catch (InvalidOperationException problem)
        {
            throw new ConfigurationException(
                $"{problem.Message} Write a number, such as 1.5, or true or false."
            );
        }
    }
}
