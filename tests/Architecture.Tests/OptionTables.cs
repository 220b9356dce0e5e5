using System.Globalization;
using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The tables of <c>docs/configuration.md</c>, made from the classes that configuration is bound to.</summary>
internal static partial class OptionTables
{
    /// <summary>One table: the class's settable properties as keys below <paramref name="section"/>.</summary>
    /// <param name="file">The source, from the solution's root.</param>
    /// <param name="type">The class in it; properties of further classes in the same file are followed.</param>
    /// <param name="section">Where its keys stand.</param>
    public static string Of(string file, string type, string section)
    {
        var source = File.ReadAllText(Path.Combine(Solution.Root, file));
        var rows = Rows(source, type, section).ToArray();
        return rows.Length == 0
            ? throw new InvalidOperationException($"{type} in {file} has no settable property.")
            : string.Join('\n', ["| key | default | what it sets |", "|---|---|---|", .. rows]);
    }

    private static IEnumerable<string> Rows(string source, string type, string section)
    {
        var start = Regex.Match(source, $@"(class|record) {type}\b[^\n]*\n\{{");
        if (!start.Success)
        {
            throw new InvalidOperationException($"{type} was not found.");
        }

        var end = source.IndexOf("\n}", start.Index, StringComparison.Ordinal);
        foreach (Match property in Property().Matches(source[start.Index..(end + 1)]))
        {
            var name = property.Groups["name"].Value;
            var kind = property.Groups["type"].Value;
            var below =
                kind.StartsWith("List<", StringComparison.Ordinal) ? ":0"
                : kind.StartsWith("Dictionary<", StringComparison.Ordinal) ? ":<name>"
                : "";
            var nested = Regex.Match(kind, @"(?<of>\w+(Settings|Options))>?$");
            if (nested.Success)
            {
                foreach (
                    var row in Rows(source, nested.Groups["of"].Value, $"{section}:{name}{below}")
                )
                {
                    yield return row;
                }
            }
            else
            {
                yield return $"| `{section}:{name}{below}` | {Default(property)} | {Text(property)} |";
            }
        }
    }

    private static string Text(Match property)
    {
        var described = property.Groups["description"];
        var text = described.Success
            ? described.Value.Trim()
            : Regex
                .Match(
                    property.Groups["doc"].Value,
                    @"<summary>(.*)</summary>",
                    RegexOptions.Singleline
                )
                .Groups[1]
                .Value;
        text = Regex.Replace(text, @"\s*///\s*", " ");
        text = Regex.Replace(text, "<c>(.*?)</c>", "`$1`");
        text = Regex.Replace(text, """<see cref="(?:\w+\.)*(\w+)"/>""", "`$1`");
        text = text.Trim().TrimEnd('.').Replace("|", "\\|", StringComparison.Ordinal);
        return text.Length > 0
            ? text
            : throw new InvalidOperationException(
                $"{property.Groups["name"].Value} needs a summary that says what it sets."
            );
    }

    /// <summary>As one writes it in configuration.</summary>
    private static string Default(Match property)
    {
        var value = property.Groups["value"].Value;
        return property.Groups["type"].Value switch
        {
            _ when value is "" or "\"\"" or "[]" => property.Groups["type"].Value switch
            {
                "TimeSpan" => "`00:00:00`",
                "int" or "long" => "`0`",
                "bool" => "`false`",
                _ => "",
            },
            "TimeSpan" => $"`{Duration(value)}`",
            "int" or "long" => $"`{Number(value)}`",
            "decimal" => $"`{value.TrimEnd('m').Replace("_", "", StringComparison.Ordinal)}`",
            _ => $"`{value.Split('.')[^1].Trim('"')}`" is var plain && value.StartsWith('"')
                ? $"`{value.Trim('"')}`"
                : plain,
        };
    }

    private static string Duration(string value)
    {
        var call = Regex.Match(value, @"TimeSpan\.From(\w+)\(([\d._]+)\)");
        var amount = double.Parse(
            call.Groups[2].Value.Replace("_", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture
        );
        var span = call.Groups[1].Value switch
        {
            "Milliseconds" => TimeSpan.FromTicks((long)(amount * TimeSpan.TicksPerMillisecond)),
            "Seconds" => TimeSpan.FromSeconds(amount),
            "Minutes" => TimeSpan.FromMinutes(amount),
            "Hours" => TimeSpan.FromHours(amount),
            "Days" => TimeSpan.FromDays(amount),
            _ => throw new InvalidOperationException($"{value} is no duration that is known here."),
        };
        return
            span.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0') is var text
            && text.Contains('.', StringComparison.Ordinal)
            ? text
            : span.ToString("c", CultureInfo.InvariantCulture);
    }

    /// <summary>Of sums and products of whole numbers.</summary>
    private static string Number(string value) =>
        value
            .Split(" - ")
            .Select(product =>
                product
                    .Split('*')
                    .Select(factor =>
                        long.Parse(
                            factor.Trim().TrimEnd('L').Replace("_", "", StringComparison.Ordinal),
                            CultureInfo.InvariantCulture
                        )
                    )
                    .Aggregate(1L, (a, b) => a * b)
            )
            .Aggregate((a, b) => a - b)
            .ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """(?<doc>(?:    ///[^\n]*\n)*)(?:    \[Description\(\s*"(?<description>[^"]*)"\s*\)\]\n)?    public (?<type>[\w<>?, ]+?) (?<name>\w+) \{ get; (?:set|init); \}(?: = (?<value>.*?);\n)?""",
        RegexOptions.Singleline
    )]
    private static partial Regex Property();
}
