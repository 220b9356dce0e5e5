using System.Globalization;
using System.Text;
using Collector.Decode;
using Sessions;

namespace Collector.Project;

/// <summary>Reads a closed trade from the attributes of its log event.</summary>
internal sealed class TradeProjector(Interner interner)
{
    /// <returns>Null when the attributes state nothing of it.</returns>
    public Trade? Read(AttributeList attributes, ref DecodedAttributes decoded)
    {
        var trade = new Trade();
        foreach (var attribute in attributes)
        {
            var name = KnownNames.Of(attribute.Key);
            var value = attribute.Value;
            trade = name switch
            {
                KnownName.TradeId => trade with { Id = Text(name, value, ref decoded) },
                KnownName.TradeSymbol => trade with { Symbol = Text(name, value, ref decoded) },
                KnownName.TradeSide => trade with { Side = Side(name, value, ref decoded) },
                KnownName.TradeQuantity => trade with
                {
                    Quantity = Number(name, value, ref decoded),
                },
                KnownName.TradeEntryPrice => trade with
                {
                    EntryPrice = Number(name, value, ref decoded),
                },
                KnownName.TradeExitPrice => trade with
                {
                    ExitPrice = Number(name, value, ref decoded),
                },
                KnownName.TradeEntryTime => trade with
                {
                    EntryTime = Time(name, value, ref decoded),
                },
                KnownName.TradeExitTime => trade with { ExitTime = Time(name, value, ref decoded) },
                KnownName.TradePnl => trade with { Pnl = Number(name, value, ref decoded) },
                KnownName.TradeFees => trade with { Fees = Number(name, value, ref decoded) },
                _ => trade,
            };
        }

        return trade == new Trade() ? null : trade;
    }

    private string? Text(KnownName name, AnyValueMessage value, ref DecodedAttributes decoded)
    {
        var text =
            value.Kind == ValueKind.Text ? interner.Text(value.Bytes) : TypedValue.ToText(value);
        return text is { Length: > 0 } && value.Bytes.Length <= AttributeReader.MaxNameBytes
            ? text
            : Ignore<string>(
                name,
                $"must be a string of 1 to {AttributeReader.MaxNameBytes} bytes",
                ref decoded
            );
    }

    private static TradeSide? Side(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    ) =>
        value.Kind == ValueKind.Text
        && value.Bytes.Length <= AttributeReader.MaxNameBytes
        && WireName.TryParse(
            Encoding.UTF8.GetString(value.Bytes).Trim().ToLowerInvariant(),
            out TradeSide side
        )
            ? side
            : Ignore<TradeSide?>(
                name,
                $"must be one of {string.Join(", ", WireName.All<TradeSide>())}",
                ref decoded
            );

    private static double? Number(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    ) =>
        TypedValue.TryDouble(value, out var number) && Math.Abs(number) <= Bounds.MaxAmount
            ? number
            : Ignore<double?>(
                name,
                $"must be a number within ±{Bounds.MaxAmount:0E+0}",
                ref decoded
            );

    private static DateTimeOffset? Time(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    )
    {
        const DateTimeStyles Styles =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (
            value.Kind == ValueKind.Text
            && value.Bytes.Length <= AttributeReader.MaxNameBytes
            && DateTimeOffset.TryParse(
                Encoding.UTF8.GetString(value.Bytes),
                CultureInfo.InvariantCulture,
                Styles,
                out var time
            )
        )
        {
            return time;
        }

        return value.Kind == ValueKind.Int && UnixTime.ToUtc((ulong)value.Int) is { } unix
            ? unix
            : Ignore<DateTimeOffset?>(name, "must be an ISO 8601 time", ref decoded);
    }

    private static T? Ignore<T>(KnownName name, string why, ref DecodedAttributes decoded)
    {
        decoded.Ignored = new IgnoredValue($"{KnownNames.Text(name)}: {why}", decoded.Ignored);
        return default;
    }
}
