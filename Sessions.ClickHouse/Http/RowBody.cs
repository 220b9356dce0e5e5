using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sessions.ClickHouse.Http;

/// <summary>
/// Rows for an <c>INSERT … FORMAT TabSeparated</c>: begin a row, add its columns in order, end it.
/// </summary>
/// <param name="rows">About how many there will be.</param>
internal sealed class RowBody(int rows = 16)
{
    // What a beat takes.
    private const int UsualRow = 256;

    // The longest number: a double of 24 characters.
    private const int NumberSize = 32;

    // A carriage return is refused at the end of a line, and the embedded engine takes a statement up to its first zero.
    private static readonly SearchValues<byte> Special = SearchValues.Create("\t\n\r\\\0"u8);

    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(rows * UsualRow);
    private int _length;
    private bool _isFirst;

    public int Rows { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    public RowBody Begin()
    {
        _isFirst = true;
        return this;
    }

    public RowBody Add(long value)
    {
        value.TryFormat(Column(NumberSize), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    public RowBody Add(ulong value)
    {
        value.TryFormat(Column(NumberSize), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    public RowBody Add(long? value) => value is { } number ? Add(number) : AddNull();

    public RowBody Add(double? value)
    {
        switch (value)
        {
            case null:
                return AddNull();
            case { } number when double.IsFinite(number):
                number.TryFormat(
                    Column(NumberSize),
                    out var written,
                    "R",
                    CultureInfo.InvariantCulture
                );
                _length += written;
                return this;
            case { } number:
                return AddText(
                    double.IsNaN(number) ? "nan"u8
                    : number > 0 ? "inf"u8
                    : "-inf"u8
                );
        }
    }

    public RowBody Add(string? value)
    {
        if (value is null)
        {
            return AddNull();
        }

        var column = Column(Encoding.UTF8.GetMaxByteCount(value.Length));
        Escape(Encoding.UTF8.GetBytes(value, column));
        return this;
    }

    public RowBody AddText(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Column(utf8.Length));
        Escape(utf8.Length);
        return this;
    }

    public void End()
    {
        Reserve(1)[0] = (byte)'\n';
        _length++;
        Rows++;
    }

    private RowBody AddNull()
    {
        @"\N"u8.CopyTo(Column(2));
        _length += 2;
        return this;
    }

    /// <summary>Takes in a column's bytes, which stand behind the others already.</summary>
    private void Escape(int size)
    {
        var special = _buffer.AsSpan(_length, size).IndexOfAny(Special);
        if (special < 0)
        {
            _length += size;
            return;
        }

        _length += special;
        var rest = _buffer.AsSpan(_length, size - special).ToArray();
        Reserve(2 * rest.Length);
        foreach (var b in rest)
        {
            if (Special.Contains(b))
            {
                _buffer[_length++] = (byte)'\\';
            }

            _buffer[_length++] = b switch
            {
                (byte)'\t' => (byte)'t',
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                0 => (byte)'0',
                _ => b,
            };
        }
    }

    /// <summary>Room for the next column, behind its separator.</summary>
    private Span<byte> Column(int size)
    {
        if (!_isFirst)
        {
            Reserve(1)[0] = (byte)'\t';
            _length++;
        }

        _isFirst = false;
        return Reserve(size);
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            var larger = GC.AllocateUninitializedArray<byte>(
                Math.Max(2 * _buffer.Length, _length + size)
            );
            _buffer.AsSpan(0, _length).CopyTo(larger);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}
