using System.Globalization;

namespace Sessions.ClickHouse.Http;

/// <summary>Literals of lists that are too long for parameters.</summary>
internal static class Sql
{
    public static string Text(string value) =>
        $"'{value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal).Replace("\0", @"\0", StringComparison.Ordinal)}'";

    public static string Texts(IEnumerable<string> values) => string.Join(',', values.Select(Text));

    public static string Numbers(IEnumerable<long> values) =>
        string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
