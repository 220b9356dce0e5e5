using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Collector.Decode;

/// <summary>
/// Attribute values as the type that their name asks for. Environment variables and some SDKs know strings only, and
/// JavaScript knows one kind of number, so a value of another type that says the same is taken.
/// </summary>
internal static class TypedValue
{
    private const int LongestNumber = 64;

    /// <summary>The text of a number or bool; null for anything that has no plain text.</summary>
    public static string? ToText(AnyValueMessage value) =>
        value.Kind switch
        {
            ValueKind.Bool => value.Bool ? "true" : "false",
            ValueKind.Int => value.Int.ToString(CultureInfo.InvariantCulture),
            ValueKind.Double => value.Double.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

    public static bool TryBool(AnyValueMessage value, out bool flag)
    {
        flag = value.Kind is ValueKind.Bool or ValueKind.Int && value.Int != 0;
        return value.Kind switch
        {
            ValueKind.Bool => true,
            ValueKind.Int => value.Int is 0 or 1,
            ValueKind.Text => TryWord(value.Bytes, out flag),
            _ => false,
        };
    }

    public static bool TryDouble(AnyValueMessage value, out double number)
    {
        switch (value.Kind)
        {
            case ValueKind.Double:
                number = value.Double;
                break;
            case ValueKind.Int:
                number = value.Int;
                break;
            case ValueKind.Text:
                var text = Trim(value.Bytes);
                if (!Utf8Parser.TryParse(text, out number, out var used) || used != text.Length)
                {
                    return false;
                }

                break;
            default:
                number = double.NaN;
                break;
        }

        return double.IsFinite(number);
    }

    public static bool TryWhole(AnyValueMessage value, out long number)
    {
        if (value.Kind == ValueKind.Int)
        {
            number = value.Int;
            return true;
        }

        if (value.Kind == ValueKind.Text)
        {
            var text = Trim(value.Bytes);
            if (Utf8Parser.TryParse(text, out number, out var used) && used == text.Length)
            {
                return true;
            }
        }

        number = 0;
        return TryDouble(value, out var real) && WholeNumber.TryConvert(real, out number);
    }

    private static bool TryWord(ReadOnlySpan<byte> utf8, out bool flag)
    {
        var word = Trim(utf8);
        flag = Is(word, "true") || Is(word, "1") || Is(word, "yes") || Is(word, "on");
        return flag || Is(word, "false") || Is(word, "0") || Is(word, "no") || Is(word, "off");
    }

    private static bool Is(ReadOnlySpan<byte> word, string wanted) =>
        Ascii.EqualsIgnoreCase(word, wanted);

    // A text longer than any number is none; the parser need not look at it.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> utf8) =>
        utf8.Length > LongestNumber ? default : utf8.Trim(" \t\r\n"u8);
}
