using System.Text.Json;

namespace Sessions.ClickHouse.Http;

/// <summary>Turns one row into what is wanted of it.</summary>
internal delegate T ReadRow<out T>(ref Row row);

/// <summary>One row of an answer in <c>JSONCompactEachRow</c>: its columns are taken one after the other.</summary>
internal ref struct Row(Utf8JsonReader reader)
{
    // A copy: the caller takes it back when the row has been read.
    public Utf8JsonReader Reader = reader;

    public long Int64()
    {
        Reader.Read();
        return Reader.GetInt64();
    }

    public ulong UInt64()
    {
        Reader.Read();
        return Reader.GetUInt64();
    }

    public long? Int64OrNull()
    {
        Reader.Read();
        return Reader.TokenType == JsonTokenType.Null ? null : Reader.GetInt64();
    }

    /// <summary>Not-a-number and the infinities come as text.</summary>
    public double? DoubleOrNull()
    {
        Reader.Read();
        return Reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => Reader.GetString() switch
            {
                "inf" => double.PositiveInfinity,
                "-inf" => double.NegativeInfinity,
                _ => double.NaN,
            },
            _ => Reader.GetDouble(),
        };
    }

    public string Text() => TextOrNull() ?? "";

    public string? TextOrNull()
    {
        Reader.Read();
        return Reader.GetString();
    }

    /// <summary>All rows of an answer.</summary>
    public static List<T> ReadAll<T>(ReadOnlySpan<byte> body, ReadRow<T> read)
    {
        var rows = new List<T>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            var row = new Row(reader);
            rows.Add(read(ref row));
            reader = row.Reader;
            while (reader.TokenType != JsonTokenType.EndArray && reader.Read()) { }
        }

        return rows;
    }
}
