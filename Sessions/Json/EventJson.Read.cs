using System.Text.Json;
using Runner.Conventions;

namespace Sessions;

public static partial class EventJson
{
    /// <summary>Longest session id, phase, checkpoint or error type that is taken, in characters.</summary>
    public const int MaxNameLength = 1024;

    private static readonly Dictionary<string, EventLevel> PythonLevels = new()
    {
        ["warn"] = EventLevel.Warning,
        ["critical"] = EventLevel.Error,
        ["fatal"] = EventLevel.Error,
    };

    /// <summary>
    /// Reads one event. What the schema has no field for is kept in <see cref="SessionEvent.Details"/>: other fields of
    /// the object (<c>order</c>, <c>duration_seconds</c>) beside those of its <c>details</c>, other metrics
    /// (a stated <c>win_rate</c>) under <c>metrics</c> there. <c>id</c> follows from the rest and is not read.
    /// </summary>
    /// <param name="json">UTF-8 text of one JSON object.</param>
    /// <param name="reading">How strictly.</param>
    /// <exception cref="SchemaException">It is no event; names the field and what it must be.</exception>
    public static SessionEvent Read(ReadOnlyMemory<byte> json, SchemaReading reading) =>
        SchemaText.Read(json, root => Read(root, reading));

    private static SessionEvent Read(JsonElement root, SchemaReading reading)
    {
        var fields = new JsonFields(root, reading);
        fields.Drop("id");
        var type = fields.Required(fields.Member<EventType>("type", isIdentity: true), "type");
        var timestamp = fields.Required(fields.Time("timestamp"), "timestamp");
        var session = fields.Text("session_id", MaxNameLength) ?? reading.DefaultSession;
        if (string.IsNullOrEmpty(session))
        {
            throw new SchemaException("session_id", "is required");
        }

        var details = fields.Object("details", keepNulls: true);
        var metrics = fields.Object("metrics");
        var isStart = type == EventType.RunnerStart;
        var e = new SessionEvent
        {
            SessionId = session,
            Type = type,
            Timestamp = timestamp,
            Phase = fields.Text("phase", MaxNameLength),
            Level = fields.Member("level", PythonLevels) ?? EventLevel.Info,
            Message = fields.Text("message"),
            Status = fields.Member<EventStatus>("status"),
            TraceId = HexId(fields, "trace_id", 32, reading),
            SpanId = HexId(fields, "span_id", 16, reading),
            ParentSpanId = type is EventType.PhaseStart or EventType.PhaseEnd
                ? HexId(fields, "parent_span_id", 16, reading)
                : null,
            ErrorType = fields.Text("error", MaxNameLength),
            Checkpoint =
                type == EventType.Checkpoint
                    ? details?.Text(AttributeNames.CheckpointName, MaxNameLength)
                    : null,
            Figures = ReadFigures(metrics),
            Session = type is EventType.RunnerStart or EventType.RunnerEnd
                ? ReadHeader(details)
                : null,
            PhaseInfo = type is EventType.PhaseStart or EventType.PhaseEnd
                ? ReadPhase(details)
                : null,
            Beat = type == EventType.Heartbeat ? ReadBeat(details) : null,
            Retry = type == EventType.AutocorrectAttempt ? ReadRetry(details) : null,
            Trade = type == EventType.Trade ? TradeJson.Read(details) : null,
            Run = isStart ? ReadRun(details, fields.Object("resource", keepNulls: true)) : null,
            PhaseRun = (int?)details?.Whole(AttributeNames.PhaseRun, 1, int.MaxValue),
        };
        var rest = new DetailsWriter();
        rest.Add(details?.LeftOver);
        rest.Add(fields.LeftOver);
        return e with { Details = rest.ToText(("metrics", metrics?.LeftOver)) };
    }

    private static string? HexId(JsonFields fields, string name, int digits, SchemaReading reading)
    {
        var id = fields.Text(name)?.ToLowerInvariant();
        return id is null
            || (id.Length == digits && id.All(char.IsAsciiHexDigit) && id.Any(c => c != '0'))
                ? id
            : reading.IsLenient ? null
            : throw new SchemaException(name, $"must be {digits} hex digits, not all zero");
    }

    private static Figures? ReadFigures(JsonFields? metrics)
    {
        if (metrics is null)
        {
            return null;
        }

        var figures = new Figures
        {
            Equity = metrics.Number("equity"),
            Pnl = metrics.Number("pnl"),
            Trades = metrics.Whole("trades", min: 0),
            Wins = metrics.Whole("wins", min: 0),
            Losses = metrics.Whole("losses", min: 0),
        };
        if (
            figures.WinRate is { } rate
            && metrics.LeftOver.TryGetValue("win_rate", out var stated)
            && stated.ValueKind == JsonValueKind.Number
            && Math.Abs(stated.GetDouble() - rate) < 1e-9
        )
        {
            metrics.Drop("win_rate");
        }

        return figures.IsEmpty ? null : figures;
    }

    private static SessionHeader? ReadHeader(JsonFields? details)
    {
        if (details is null)
        {
            return null;
        }

        var header = new SessionHeader
        {
            RunnerName = details.Text(AttributeNames.RunnerName, MaxNameLength),
            DryRun = details.Flag(AttributeNames.DryRun),
            InitialCapital = details.Number(AttributeNames.InitialCapital),
            Currency = details.Text(AttributeNames.Currency, MaxNameLength),
            PhaseCount = (int?)details.Whole(AttributeNames.PhaseCount, 0, int.MaxValue),
            ServiceName = details.Text(AttributeNames.ServiceName, MaxNameLength),
            Schedule = ReadSchedule(details),
        };
        return header == new SessionHeader() ? null : header;
    }

    private static Schedule? ReadSchedule(JsonFields details)
    {
        var schedule = new Schedule(
            details.Text(AttributeNames.Schedule, MaxNameLength),
            details.Text(AttributeNames.ScheduleTimezone, MaxNameLength),
            details.Number(AttributeNames.Interval),
            details.Number(AttributeNames.ScheduleGrace)
        );
        return schedule == new Schedule(null, null, null, null) ? null : schedule;
    }

    private static RunFacts? ReadRun(JsonFields? details, JsonFields? resource)
    {
        var parameters = details?.TakePrefixed(AttributeNames.ParameterPrefix);
        var run = new RunFacts(
            DetailsWriter.ToText(parameters),
            DetailsWriter.ToText(resource?.LeftOver)
        );
        return run == new RunFacts(null, null) ? null : run;
    }

    private static PhaseHeader? ReadPhase(JsonFields? details)
    {
        var phase = new PhaseHeader(
            (int?)details?.Whole(AttributeNames.PhaseIndex, 0, int.MaxValue),
            details?.Number(AttributeNames.PhaseTimeLimit)
        );
        return phase == new PhaseHeader(null, null) ? null : phase;
    }

    private static Beat? ReadBeat(JsonFields? details) =>
        details?.Whole(MetricNames.Heartbeat, 1, EventId.MaxBeat) is { } number
            ? new Beat(
                number,
                details.Number(MetricNames.HeartbeatInterval),
                details.Whole(MetricNames.Progress)
            )
            {
                ProgressTotal = details.Whole(MetricNames.ProgressTotal),
                Generation = (int)(details.Whole(BeatGenerationName, 0, BeatGeneration.Most) ?? 0),
            }
            : null;

    private static Retry? ReadRetry(JsonFields? details)
    {
        var retry = new Retry(
            (int?)details?.Whole(AttributeNames.RetryAttempt, 0, int.MaxValue),
            (int?)details?.Whole(AttributeNames.RetryMax, 0, int.MaxValue),
            details?.Number(AttributeNames.RetryDelay),
            details?.Text(AttributeNames.RetryReason)
        );
        return retry == new Retry(null, null, null, null) ? null : retry;
    }
}
