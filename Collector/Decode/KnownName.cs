using System.Text;
using Runner.Conventions;
using Sessions;

namespace Collector.Decode;

/// <summary>Names of the conventions that have a field of their own; <see cref="None"/> is every other name.</summary>
internal enum KnownName
{
    None,
    Ignored,
    SessionId,
    RunnerName,
    DryRun,
    InitialCapital,
    Currency,
    PhaseCount,
    SessionStatus,
    PhaseName,
    PhaseIndex,
    PhaseTimeLimit,
    PhaseStatus,
    CheckpointName,
    CheckpointStatus,
    CheckpointMessage,
    RetryAttempt,
    RetryMax,
    RetryDelay,
    RetryReason,
    RetryResult,
    ErrorType,
    EventName,
    OtelEventName,
    PhaseRun,
    ExceptionType,
    ExceptionMessage,
    ServiceName,
    Schedule,
    ScheduleTimezone,
    ScheduleInterval,
    ScheduleGrace,
    TradeId,
    TradeSymbol,
    TradeSide,
    TradeQuantity,
    TradeEntryPrice,
    TradeExitPrice,
    TradeEntryTime,
    TradeExitTime,
    TradePnl,
    TradeFees,
    FigureWriter,
    BeatGeneration,
    ExportTold,
    Heartbeat,
    HeartbeatInterval,
    Progress,
    Equity,
    Pnl,
    Trades,
    Wins,
    Losses,
    ProgressTotal,
}

/// <summary>Finds a name by its UTF-8 bytes, without making a string of it.</summary>
internal static class KnownNames
{
    private const int Slots = 256;

    private static readonly (KnownName Name, string Text)[] All =
    [
        // The .NET logger's template: an artefact of logging, not a fact.
        (KnownName.Ignored, "{OriginalFormat}"),
        (KnownName.EventName, AttributeNames.EventName),
        (KnownName.OtelEventName, AttributeNames.OtelEventName),
        (KnownName.SessionId, AttributeNames.SessionId),
        (KnownName.RunnerName, AttributeNames.RunnerName),
        (KnownName.DryRun, AttributeNames.DryRun),
        (KnownName.InitialCapital, AttributeNames.InitialCapital),
        (KnownName.Currency, AttributeNames.Currency),
        (KnownName.PhaseCount, AttributeNames.PhaseCount),
        (KnownName.SessionStatus, AttributeNames.SessionStatus),
        (KnownName.PhaseName, AttributeNames.PhaseName),
        (KnownName.PhaseIndex, AttributeNames.PhaseIndex),
        (KnownName.PhaseTimeLimit, AttributeNames.PhaseTimeLimit),
        (KnownName.PhaseStatus, AttributeNames.PhaseStatus),
        (KnownName.CheckpointName, AttributeNames.CheckpointName),
        (KnownName.CheckpointStatus, AttributeNames.CheckpointStatus),
        (KnownName.CheckpointMessage, AttributeNames.CheckpointMessage),
        (KnownName.RetryAttempt, AttributeNames.RetryAttempt),
        (KnownName.RetryMax, AttributeNames.RetryMax),
        (KnownName.RetryDelay, AttributeNames.RetryDelay),
        (KnownName.RetryReason, AttributeNames.RetryReason),
        (KnownName.RetryResult, AttributeNames.RetryResult),
        (KnownName.ErrorType, AttributeNames.ErrorType),
        (KnownName.PhaseRun, AttributeNames.PhaseRun),
        (KnownName.ExceptionType, AttributeNames.ExceptionType),
        (KnownName.ExceptionMessage, AttributeNames.ExceptionMessage),
        (KnownName.ServiceName, AttributeNames.ServiceName),
        (KnownName.Schedule, AttributeNames.Schedule),
        (KnownName.ScheduleTimezone, AttributeNames.ScheduleTimezone),
        (KnownName.ScheduleInterval, AttributeNames.Interval),
        (KnownName.ScheduleGrace, AttributeNames.ScheduleGrace),
        (KnownName.TradeId, AttributeNames.TradeId),
        (KnownName.TradeSymbol, AttributeNames.TradeSymbol),
        (KnownName.TradeSide, AttributeNames.TradeSide),
        (KnownName.TradeQuantity, AttributeNames.TradeQuantity),
        (KnownName.TradeEntryPrice, AttributeNames.TradeEntryPrice),
        (KnownName.TradeExitPrice, AttributeNames.TradeExitPrice),
        (KnownName.TradeEntryTime, AttributeNames.TradeEntryTime),
        (KnownName.TradeExitTime, AttributeNames.TradeExitTime),
        (KnownName.TradePnl, AttributeNames.TradePnl),
        (KnownName.TradeFees, AttributeNames.TradeFees),
        (KnownName.FigureWriter, ExportNames.FigureWriter),
        (KnownName.BeatGeneration, ExportNames.BeatGeneration),
        (KnownName.ExportTold, ExportNames.Told),
        (KnownName.Heartbeat, MetricNames.Heartbeat),
        (KnownName.HeartbeatInterval, MetricNames.HeartbeatInterval),
        (KnownName.Progress, MetricNames.Progress),
        (KnownName.ProgressTotal, MetricNames.ProgressTotal),
        (KnownName.Equity, MetricNames.Equity),
        (KnownName.Pnl, MetricNames.Pnl),
        (KnownName.Trades, MetricNames.Trades),
        (KnownName.Wins, MetricNames.Wins),
        (KnownName.Losses, MetricNames.Losses),
    ];

    private static readonly byte[][] Utf8 = BuildUtf8();
    private static readonly KnownName[] Table = BuildTable();

    public static KnownName Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return KnownName.None;
        }

        for (var slot = Slot(utf8); Table[slot] != KnownName.None; slot = (slot + 1) % Slots)
        {
            if (utf8.SequenceEqual(Utf8[(int)Table[slot]]))
            {
                return Table[slot];
            }
        }

        return KnownName.None;
    }

    /// <summary>Whether it is an attribute that is shown among an event's details, although it is also read.</summary>
    public static bool IsDetail(KnownName name) =>
        name is KnownName.None or KnownName.ExceptionType or KnownName.ExceptionMessage;

    public static string Text(KnownName name) => Encoding.UTF8.GetString(Utf8[(int)name]);

    // The length and three bytes tell these names apart well enough; what collides takes the next slot.
    private static int Slot(ReadOnlySpan<byte> utf8) =>
        (utf8.Length + 31 * utf8[^1] + 7 * utf8[utf8.Length / 2] + 17 * utf8[utf8.Length * 3 / 4])
        % Slots;

    private static byte[][] BuildUtf8()
    {
        var utf8 = new byte[Enum.GetValues<KnownName>().Length][];
        utf8[(int)KnownName.None] = [];
        foreach (var (name, text) in All)
        {
            utf8[(int)name] = Encoding.UTF8.GetBytes(text);
        }

        return utf8;
    }

    private static KnownName[] BuildTable()
    {
        var table = new KnownName[Slots];
        foreach (var (name, _) in All)
        {
            var slot = Slot(Utf8[(int)name]);
            while (table[slot] != KnownName.None)
            {
                slot = (slot + 1) % Slots;
            }

            table[slot] = name;
        }

        return table;
    }
}
