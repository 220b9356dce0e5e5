using Sessions;

namespace Collector.Decode;

/// <summary>
/// Reads attributes into <see cref="DecodedAttributes"/>; an attribute overrides what was inherited. A value that does not fit is
/// left out alone, unless the item could not be told apart without it or would say something else: then the item is refused.
/// </summary>
internal sealed class AttributeReader(Interner interner)
{
    /// <summary>Longest session id, phase or runner name, in bytes.</summary>
    public const int MaxNameBytes = 256;

    /// <summary>Longest checkpoint name or error type, in bytes.</summary>
    public const int MaxTitleBytes = 1024;

    /// <summary>Longest message, in bytes; a longer one is cut.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    public void Read(AttributeList attributes, ref DecodedAttributes decoded)
    {
        foreach (var attribute in attributes)
        {
            var name = KnownNames.Of(attribute.Key);
            if (KnownNames.IsDetail(name))
            {
                decoded.HasFree = true;
            }

            if (name != KnownName.None && attribute.Value.Kind != ValueKind.Empty)
            {
                Set(name, attribute.Value, ref decoded);
            }
        }
    }

    private void Set(KnownName name, AnyValueMessage value, ref DecodedAttributes decoded)
    {
        switch (name)
        {
            case KnownName.SessionId:
                decoded.SessionId = Identity(name, value, MaxNameBytes, ref decoded);
                break;
            case KnownName.RunnerName:
                decoded.RunnerName = Name(name, value, ref decoded) ?? decoded.RunnerName;
                break;
            case KnownName.ServiceName:
                decoded.ServiceName = Name(name, value, ref decoded) ?? decoded.ServiceName;
                break;
            case KnownName.DryRun:
                decoded.DryRun = Bool(name, value, ref decoded) ?? decoded.DryRun;
                break;
            case KnownName.InitialCapital:
                decoded.InitialCapital = Amount(name, value, ref decoded) ?? decoded.InitialCapital;
                break;
            case KnownName.Currency:
                decoded.Currency = Name(name, value, ref decoded) ?? decoded.Currency;
                break;
            case KnownName.PhaseCount:
                decoded.PhaseCount = Place(name, value, ref decoded) ?? decoded.PhaseCount;
                break;
            case KnownName.SessionStatus:
                decoded.SessionStatus = OneOf(name, value, ClosedSets.Session, ref decoded);
                break;
            case KnownName.PhaseName:
                decoded.PhaseName = Identity(name, value, MaxNameBytes, ref decoded);
                break;
            case KnownName.PhaseIndex:
                decoded.PhaseIndex = Place(name, value, ref decoded) ?? decoded.PhaseIndex;
                break;
            case KnownName.PhaseRun:
                decoded.PhaseRun = Place(name, value, ref decoded) ?? decoded.PhaseRun;
                break;
            case KnownName.BeatGeneration:
                decoded.BeatGeneration = (int?)Whole(
                    name,
                    value,
                    Sessions.BeatGeneration.Most,
                    ref decoded
                );
                break;
            case KnownName.ExportTold:
                decoded.ExportTold = Name(name, value, ref decoded);
                break;
            case KnownName.PhaseTimeLimit:
                decoded.PhaseTimeLimit =
                    Seconds(name, value, ref decoded) ?? decoded.PhaseTimeLimit;
                break;
            case KnownName.PhaseStatus:
                decoded.PhaseStatus = OneOf(name, value, ClosedSets.Phase, ref decoded);
                break;
            case KnownName.CheckpointName:
                decoded.CheckpointName = Identity(name, value, MaxTitleBytes, ref decoded);
                break;
            case KnownName.CheckpointStatus:
                decoded.CheckpointStatus = OneOf(name, value, ClosedSets.Checkpoint, ref decoded);
                break;
            case KnownName.CheckpointMessage:
                decoded.CheckpointMessage = Message(name, value, ref decoded);
                break;
            case KnownName.RetryAttempt:
                decoded.RetryAttempt = Place(name, value, ref decoded);
                break;
            case KnownName.RetryMax:
                decoded.RetryMax = Place(name, value, ref decoded);
                break;
            case KnownName.RetryDelay:
                decoded.RetryDelay = Seconds(name, value, ref decoded);
                break;
            case KnownName.RetryReason:
                decoded.RetryReason = Message(name, value, ref decoded);
                break;
            case KnownName.RetryResult:
                decoded.RetryResult = OneOf(name, value, ClosedSets.Retry, ref decoded);
                break;
            case KnownName.ErrorType:
                decoded.ErrorType = Title(name, value, ref decoded);
                break;
            case KnownName.ExceptionType:
                decoded.ExceptionType = Title(name, value, ref decoded);
                break;
            case KnownName.ExceptionMessage:
                decoded.ExceptionMessage = Message(name, value, ref decoded);
                break;
            case KnownName.EventName:
                decoded.EventName ??= Name(name, value, ref decoded);
                break;
            case KnownName.OtelEventName:
                decoded.EventName = Name(name, value, ref decoded) ?? decoded.EventName;
                break;
            case KnownName.Schedule:
                decoded.Cron = Name(name, value, ref decoded);
                break;
            case KnownName.ScheduleTimezone:
                decoded.Timezone = Name(name, value, ref decoded);
                break;
            case KnownName.ScheduleInterval:
                decoded.Interval = Seconds(name, value, ref decoded);
                break;
            case KnownName.ScheduleGrace:
                decoded.Grace = Seconds(name, value, ref decoded);
                break;
            case KnownName.Equity:
                decoded.Equity = Amount(name, value, ref decoded);
                break;
            case KnownName.Pnl:
                decoded.Pnl = Amount(name, value, ref decoded);
                break;
            case KnownName.Trades:
                decoded.Trades = Count(name, value, ref decoded);
                break;
            case KnownName.Wins:
                decoded.Wins = Count(name, value, ref decoded);
                break;
            case KnownName.Losses:
                decoded.Losses = Count(name, value, ref decoded);
                break;
        }
    }

    /// <summary>A name that makes the item this one.</summary>
    private string? Identity(
        KnownName name,
        AnyValueMessage value,
        int maxBytes,
        ref DecodedAttributes decoded
    )
    {
        if (value.Kind != ValueKind.Text)
        {
            decoded.Problem ??= $"{KnownNames.Text(name)}: must be a string";
            return null;
        }

        if (value.Bytes.Length > maxBytes)
        {
            decoded.Problem ??= $"{KnownNames.Text(name)}: longer than {maxBytes} bytes";
            return null;
        }

        return value.Bytes.IsEmpty ? null : interner.Text(value.Bytes);
    }

    private string? Name(KnownName name, AnyValueMessage value, ref DecodedAttributes decoded) =>
        Short(name, value, MaxNameBytes, ref decoded);

    private string? Title(KnownName name, AnyValueMessage value, ref DecodedAttributes decoded) =>
        Short(name, value, MaxTitleBytes, ref decoded);

    private string? Short(
        KnownName name,
        AnyValueMessage value,
        int maxBytes,
        ref DecodedAttributes decoded
    )
    {
        if (value.Bytes.Length > maxBytes)
        {
            return Ignore<string>(name, $"longer than {maxBytes} bytes", ref decoded);
        }

        return value.Kind == ValueKind.Text || TypedValue.ToText(value) is not null
            ? Plain(value)
            : Ignore<string>(name, "must be a string", ref decoded);
    }

    private string? Plain(AnyValueMessage value) =>
        value.Kind != ValueKind.Text ? TypedValue.ToText(value)
        : value.Bytes.IsEmpty ? null
        : interner.Text(value.Bytes);

    private static string? Message(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    )
    {
        if (value.Kind != ValueKind.Text)
        {
            return TypedValue.ToText(value)
                ?? Ignore<string>(name, "must be a string", ref decoded);
        }

        if (value.Bytes.Length > MaxMessageBytes)
        {
            Ignore<string>(name, $"cut after {MaxMessageBytes} bytes", ref decoded);
        }

        return value.Bytes.IsEmpty ? null : CutText.Of(value.Bytes, MaxMessageBytes);
    }

    private EventStatus? OneOf(
        KnownName name,
        AnyValueMessage value,
        EventStatus[] allowed,
        ref DecodedAttributes decoded
    )
    {
        if (
            value.Kind == ValueKind.Text
            && value.Bytes.Length <= MaxNameBytes
            && interner.Text(value.Bytes).Trim().ToLowerInvariant() is var word
            && WireName.TryParse(word, out EventStatus status)
            && allowed.Contains(status)
        )
        {
            return status;
        }

        decoded.Problem ??=
            $"{KnownNames.Text(name)}: must be one of {string.Join(", ", allowed.Select(WireName.Of))}";
        return null;
    }

    private static bool? Bool(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    ) =>
        TypedValue.TryBool(value, out var flag)
            ? flag
            : Ignore<bool?>(name, "must be a bool", ref decoded);

    private static double? Amount(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    ) =>
        !TypedValue.TryDouble(value, out var amount)
            ? Ignore<double?>(name, "must be a finite number", ref decoded)
        : Math.Abs(amount) <= Bounds.MaxAmount ? amount
        : Ignore<double?>(name, $"must be within ±{Bounds.MaxAmount:0E+0}", ref decoded);

    private static double? Seconds(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    ) =>
        !TypedValue.TryDouble(value, out var seconds)
            ? Ignore<double?>(name, "must be a finite number", ref decoded)
        : seconds is >= 0 and <= Bounds.MaxSeconds ? seconds
        : Ignore<double?>(name, $"must be between 0 and {Bounds.MaxSeconds} seconds", ref decoded);

    private static long? Count(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    ) => Whole(name, value, Bounds.MaxCount, ref decoded);

    private static int? Place(
        KnownName name,
        AnyValueMessage value,
        ref DecodedAttributes decoded
    ) => (int?)Whole(name, value, Bounds.MaxPlace, ref decoded);

    private static long? Whole(
        KnownName name,
        AnyValueMessage value,
        long max,
        ref DecodedAttributes decoded
    ) =>
        !TypedValue.TryWhole(value, out var number)
            ? Ignore<long?>(name, "must be a whole number", ref decoded)
        : number >= 0 && number <= max ? number
        : Ignore<long?>(name, $"must be between 0 and {max}", ref decoded);

    private static T? Ignore<T>(KnownName name, string why, ref DecodedAttributes decoded)
    {
        decoded.Ignored = new IgnoredValue($"{KnownNames.Text(name)}: {why}", decoded.Ignored);
        return default;
    }
}
