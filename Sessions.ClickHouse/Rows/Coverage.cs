using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sessions.ClickHouse.Rows;

/// <summary>
/// Up to which position of each writer everything is taken in. A writer's batches are stored one after the other, so
/// one number for each says it all, whatever order several writers' batches land in.
/// </summary>
internal sealed class Coverage
{
    private readonly Dictionary<ulong, long> _upTo = [];

    public Coverage() { }

    public Coverage(Coverage other) => _upTo = new Dictionary<ulong, long>(other._upTo);

    public IEnumerable<KeyValuePair<ulong, long>> UpTo => _upTo;

    /// <summary>The newest position of all writers; 0 without one.</summary>
    public long Newest => _upTo.Count == 0 ? 0 : _upTo.Values.Max();

    /// <summary>Up to where a writer is taken in; 0 for an unknown one.</summary>
    public long Of(ulong writer) => _upTo.GetValueOrDefault(writer);

    public bool Has(ulong writer, long position) => position <= Of(writer);

    /// <summary>Whether everything that the other takes in is taken in here.</summary>
    public bool Has(Coverage other) => other._upTo.All(pair => Has(pair.Key, pair.Value));

    public void Add(ulong writer, long position) => _upTo[writer] = Math.Max(Of(writer), position);

    public void Add(Coverage other)
    {
        foreach (var (writer, position) in other._upTo)
        {
            Add(writer, position);
        }
    }

    /// <summary>What both take in.</summary>
    public Coverage Common(Coverage other)
    {
        var common = new Coverage();
        foreach (var (writer, position) in _upTo)
        {
            common.Add(writer, Math.Min(position, other.Of(writer)));
        }

        return common;
    }

    public override string ToString()
    {
        var text = new StringBuilder("{");
        foreach (var (writer, position) in _upTo)
        {
            text.Append(text.Length > 1 ? "," : "")
                .Append(CultureInfo.InvariantCulture, $"\"{writer}\":{position}");
        }

        return text.Append('}').ToString();
    }

    public static Coverage Parse(string text)
    {
        var coverage = new Coverage();
        using var json = JsonDocument.Parse(text);
        foreach (var pair in json.RootElement.EnumerateObject())
        {
            coverage.Add(
                ulong.Parse(pair.Name, CultureInfo.InvariantCulture),
                pair.Value.GetInt64()
            );
        }

        return coverage;
    }
}
