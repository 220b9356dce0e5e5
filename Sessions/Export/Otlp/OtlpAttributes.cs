using System.Globalization;
using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

/// <summary>An <c>attributes</c> array in OTLP's JSON; what is absent is left out.</summary>
internal readonly struct OtlpAttributes
{
    private readonly Utf8JsonWriter _writer;

    public OtlpAttributes(Utf8JsonWriter writer)
    {
        _writer = writer;
        writer.WriteStartArray("attributes");
    }

    public void End() => _writer.WriteEndArray();

    public void Text(string key, string? value)
    {
        if (value is not null)
        {
            Begin(key);
            _writer.WriteString("stringValue", value);
            EndValue();
        }
    }

    public void Flag(string key, bool? value)
    {
        if (value is { } flag)
        {
            Begin(key);
            _writer.WriteBoolean("boolValue", flag);
            EndValue();
        }
    }

    public void Whole(string key, long? value)
    {
        if (value is { } number)
        {
            Begin(key);
            _writer.WriteString("intValue", number.ToString(CultureInfo.InvariantCulture));
            EndValue();
        }
    }

    public void Number(string key, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            Begin(key);
            _writer.WriteNumber("doubleValue", number);
            EndValue();
        }
    }

    public void Figures(Figures? figures)
    {
        Number(MetricNames.Equity, figures?.Equity);
        Number(MetricNames.Pnl, figures?.Pnl);
        Whole(MetricNames.Trades, figures?.Trades);
        Whole(MetricNames.Wins, figures?.Wins);
        Whole(MetricNames.Losses, figures?.Losses);
    }

    public void Header(SessionHeader? session)
    {
        Text(AttributeNames.RunnerName, session?.RunnerName);
        Flag(AttributeNames.DryRun, session?.DryRun);
        Number(AttributeNames.InitialCapital, session?.InitialCapital);
        Text(AttributeNames.Currency, session?.Currency);
        Whole(AttributeNames.PhaseCount, session?.PhaseCount);
        Text(AttributeNames.Schedule, session?.Schedule?.Cron);
        Text(AttributeNames.ScheduleTimezone, session?.Schedule?.Timezone);
        Number(AttributeNames.Interval, session?.Schedule?.IntervalSeconds);
        Number(AttributeNames.ScheduleGrace, session?.Schedule?.GraceSeconds);
    }

    public void Trade(Trade? trade)
    {
        Text(AttributeNames.TradeId, trade?.Id);
        Text(AttributeNames.TradeSymbol, trade?.Symbol);
        Text(AttributeNames.TradeSide, trade?.Side is { } side ? WireName.Of(side) : null);
        Number(AttributeNames.TradeQuantity, trade?.Quantity);
        Number(AttributeNames.TradeEntryPrice, trade?.EntryPrice);
        Number(AttributeNames.TradeExitPrice, trade?.ExitPrice);
        Text(AttributeNames.TradeEntryTime, trade?.EntryTime?.UtcDateTime.ToString("O"));
        Text(AttributeNames.TradeExitTime, trade?.ExitTime?.UtcDateTime.ToString("O"));
        Number(AttributeNames.TradePnl, trade?.Pnl);
        Number(AttributeNames.TradeFees, trade?.Fees);
    }

    public void Parameters(string? parameters) =>
        Free(parameters, name => AttributeNames.ParameterPrefix + name);

    public void Phase(PhaseHeader? phase)
    {
        Whole(AttributeNames.PhaseIndex, phase?.Index);
        Number(AttributeNames.PhaseTimeLimit, phase?.TimeLimitSeconds);
    }

    /// <summary>Free attributes; one under a name of the conventions would be taken for what it is not, and gets another.</summary>
    public void Details(string? details) =>
        Free(
            details,
            name =>
                name == AttributeNames.SessionId
                || name == AttributeNames.ErrorType
                || name.StartsWith("runner.", StringComparison.Ordinal)
                    ? $"details.{name}"
                    : name
        );

    /// <summary>The properties of a JSON object as attributes.</summary>
    public void Free(string? json, Func<string, string> key)
    {
        if (json is null)
        {
            return;
        }

        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            Begin(key(property.Name));
            WriteValue(property.Value);
            EndValue();
        }
    }

    private void WriteValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _writer.WriteString("stringValue", value.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                _writer.WriteBoolean("boolValue", value.GetBoolean());
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var number):
                _writer.WriteString("intValue", number.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number
                when value.TryGetDouble(out var number) && double.IsFinite(number):
                _writer.WriteNumber("doubleValue", number);
                break;
            case JsonValueKind.Number:
                _writer.WriteString("stringValue", value.GetRawText());
                break;
            case JsonValueKind.Array:
                WriteArray(value);
                break;
            case JsonValueKind.Object:
                WriteMap(value);
                break;
        }
    }

    private void WriteArray(JsonElement array)
    {
        _writer.WriteStartObject("arrayValue");
        _writer.WriteStartArray("values");
        foreach (var item in array.EnumerateArray())
        {
            _writer.WriteStartObject();
            WriteValue(item);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private void WriteMap(JsonElement map)
    {
        _writer.WriteStartObject("kvlistValue");
        _writer.WriteStartArray("values");
        foreach (var property in map.EnumerateObject())
        {
            Begin(property.Name);
            WriteValue(property.Value);
            EndValue();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private void Begin(string key)
    {
        _writer.WriteStartObject();
        _writer.WriteString("key", key);
        _writer.WriteStartObject("value");
    }

    private void EndValue()
    {
        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }
}
