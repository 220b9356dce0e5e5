using System.Text.Json;
using System.Text.Json.Serialization;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>What a text can mean in the store: the names of runners that contain it, and a range of ids that start with it.</summary>
/// <param name="Runners">By name; each name of the store is looked at.</param>
/// <param name="IdFrom">The text.</param>
internal sealed record TextMatch(IReadOnlyList<string> Runners, string IdFrom)
{
    /// <summary>Behind every id that starts with the text.</summary>
    public string IdBeyond { get; } = IdFrom + "\U0010FFFF";

    /// <summary>Numbers of the sessions in the range of ids, where they are few enough to be known.</summary>
    public IReadOnlySet<long>? Ids { get; init; }

    public static TextMatch Of(Database database, string text)
    {
        var runners = new List<string>();
        var names = database.Prepare("SELECT name FROM runner ORDER BY name");
        while (names.Step())
        {
            var name = names.Text(0);
            if (name.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                runners.Add(name);
            }
        }

        return new TextMatch(runners, text);
    }

    /// <summary>Whether a session's runner matches; <see cref="Bind"/> gives parameter 7.</summary>
    public static string ByRunner => "runner IN (SELECT value FROM json_each(?7))";

    /// <summary>Whether a session's runner or id matches, for where the ids are not known; parameters 7 to 9.</summary>
    public static string ByEither => $"({ByRunner} OR {InRange("?8", "?9")})";

    public void Bind(Statement walk)
    {
        walk.Bind(7, JsonSerializer.Serialize(Runners, NamesJson.Default.IReadOnlyListString));
        if (Ids is null)
        {
            walk.Bind(8, IdFrom).Bind(9, IdBeyond);
        }
    }

    /// <summary>A range of the index <c>session_id</c>.</summary>
    public static string InRange(string from, string beyond) =>
        $"(id >= {from} COLLATE NOCASE AND id < {beyond} COLLATE NOCASE)";
}

[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class NamesJson : JsonSerializerContext;
