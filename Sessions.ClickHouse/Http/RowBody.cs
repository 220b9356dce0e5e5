using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sessions.ClickHouse.Http;

/// <summary>Rows for an <c>INSERT … FORMAT JSONCompactEachRow</c>: begin a row, add its columns in order, end it.</summary>
internal sealed class RowBody
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public RowBody() => _json = new Utf8JsonWriter(_buffer, Options);

    public int Rows { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.WrittenMemory;

    public RowBody Begin()
    {
        _json.WriteStartArray();
        return this;
    }

    public RowBody Add(long value)
    {
        _json.WriteNumberValue(value);
        return this;
    }

    public RowBody Add(ulong value)
    {
        _json.WriteNumberValue(value);
        return this;
    }

    public RowBody Add(long? value)
    {
        if (value is { } number)
        {
            _json.WriteNumberValue(number);
        }
        else
        {
            _json.WriteNullValue();
        }

        return this;
    }

    public RowBody Add(double? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNullValue();
                break;
            case { } number when double.IsFinite(number):
                _json.WriteNumberValue(number);
                break;
            case { } number:
                _json.WriteStringValue(
                    double.IsNaN(number) ? "nan"
                    : number > 0 ? "inf"
                    : "-inf"
                );
                break;
        }

        return this;
    }

    public RowBody Add(string? value)
    {
        _json.WriteStringValue(value);
        return this;
    }

    public RowBody AddText(ReadOnlySpan<byte> utf8)
    {
        _json.WriteStringValue(utf8);
        return this;
    }

    public void End()
    {
        _json.WriteEndArray();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        Rows++;
    }
}
