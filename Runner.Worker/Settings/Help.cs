using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Runner.Worker.Settings;

/// <summary>The text of <c>--help</c>, made from the settings themselves.</summary>
static class Help
{
    public static string Text()
    {
        var text = new StringBuilder()
            .AppendLine("Runs dry-run trading sessions and emits them as OpenTelemetry.")
            .AppendLine()
            .AppendLine("  --scenario <name>   short for --Runner:Scenario")
            .AppendLine("  --sessions <count>  short for --Runner:Sessions")
            .AppendLine("  --help              this list")
            .AppendLine()
            .AppendLine(
                "Settings: appsettings.json, environment (Runner__Replay__Bars=100), command line"
            )
            .AppendLine(
                "(--Runner:Replay:Bars 100). Telemetry goes to OTEL_EXPORTER_OTLP_ENDPOINT."
            )
            .AppendLine();
        Append(text, RunnerSettings.Section, new RunnerSettings());
        return text.ToString();
    }

    static void Append(StringBuilder text, string path, object settings)
    {
        foreach (
            var property in settings
                .GetType()
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        )
        {
            var value = property.GetValue(settings);
            if (property.GetCustomAttribute<DescriptionAttribute>() is { } description)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {path}:{property.Name} = {value}")
                    .AppendLine(CultureInfo.InvariantCulture, $"      {description.Description}");
            }
            else if (
                value is not null
                && property.PropertyType.Namespace == typeof(RunnerSettings).Namespace
            )
            {
                Append(text, $"{path}:{property.Name}", value);
            }
        }
    }
}
