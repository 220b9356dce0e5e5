using Sessions;

namespace Collector.Decode;

/// <summary>
/// Reads attributes into <see cref="Facts"/>; an attribute overrides what was inherited. A value that does not fit is
/// left out alone, unless the item could not be told apart without it or would say something else: then the item is refused.
/// </summary>
internal sealed class FactReader(Interner interner)
{
    /// <summary>Longest session id, phase or runner name, in bytes.</summary>
    public const int MaxNameBytes = 256;

    /// <summary>Longest checkpoint name or error type, in bytes.</summary>
    public const int MaxTitleBytes = 1024;

    /// <summary>Longest message, in bytes; a longer one is cut.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    public void Read(AttributeList attributes, ref Facts facts)
    {
        foreach (var attribute in attributes)
        {
            var name = KnownNames.Of(attribute.Key);
            if (KnownNames.IsDetail(name))
            {
                facts.HasFree = true;
            }

            if (name != KnownName.None && attribute.Value.Kind != ValueKind.Empty)
            {
                Set(name, attribute.Value, ref facts);
            }
        }
    }

    private void Set(KnownName name, AnyValueMessage value, ref Facts facts)
    {
        switch (name)
        {
            case KnownName.SessionId:
                facts.SessionId = Identity(name, value, MaxNameBytes, ref facts);
                break;
            case KnownName.RunnerName:
                facts.RunnerName = Name(name, value, ref facts) ?? facts.RunnerName;
                break;
            case KnownName.ServiceName:
                facts.ServiceName = Name(name, value, ref facts) ?? facts.ServiceName;
                break;
            case KnownName.DryRun:
                facts.DryRun = Bool(name, value, ref facts) ?? facts.DryRun;
                break;
            case KnownName.InitialCapital:
                facts.InitialCapital = Amount(name, value, ref facts) ?? facts.InitialCapital;
                break;
            case KnownName.Currency:
                facts.Currency = Name(name, value, ref facts) ?? facts.Currency;
                break;
            case KnownName.PhaseCount:
                facts.PhaseCount = Place(name, value, ref facts) ?? facts.PhaseCount;
                break;
            case KnownName.SessionStatus:
                facts.SessionStatus = OneOf(name, value, ClosedSets.Session, ref facts);
                break;
            case KnownName.PhaseName:
                facts.PhaseName = Identity(name, value, MaxNameBytes, ref facts);
                break;
            case KnownName.PhaseIndex:
                facts.PhaseIndex = Place(name, value, ref facts) ?? facts.PhaseIndex;
                break;
            case KnownName.PhaseRun:
                facts.PhaseRun = Place(name, value, ref facts) ?? facts.PhaseRun;
                break;
            case KnownName.BeatGeneration:
                facts.BeatGeneration = (int?)Whole(
                    name,
                    value,
                    Sessions.BeatGeneration.Most,
                    ref facts
                );
                break;
            case KnownName.PhaseTimeLimit:
                facts.PhaseTimeLimit = Seconds(name, value, ref facts) ?? facts.PhaseTimeLimit;
                break;
            case KnownName.PhaseStatus:
                facts.PhaseStatus = OneOf(name, value, ClosedSets.Phase, ref facts);
                break;
            case KnownName.CheckpointName:
                facts.CheckpointName = Identity(name, value, MaxTitleBytes, ref facts);
                break;
            case KnownName.CheckpointStatus:
                facts.CheckpointStatus = OneOf(name, value, ClosedSets.Checkpoint, ref facts);
                break;
            case KnownName.CheckpointMessage:
                facts.CheckpointMessage = Message(name, value, ref facts);
                break;
            case KnownName.RetryAttempt:
                facts.RetryAttempt = Place(name, value, ref facts);
                break;
            case KnownName.RetryMax:
                facts.RetryMax = Place(name, value, ref facts);
                break;
            case KnownName.RetryDelay:
                facts.RetryDelay = Seconds(name, value, ref facts);
                break;
            case KnownName.RetryReason:
                facts.RetryReason = Message(name, value, ref facts);
                break;
            case KnownName.RetryResult:
                facts.RetryResult = OneOf(name, value, ClosedSets.Retry, ref facts);
                break;
            case KnownName.ErrorType:
                facts.ErrorType = Title(name, value, ref facts);
                break;
            case KnownName.ExceptionType:
                facts.ExceptionType = Title(name, value, ref facts);
                break;
            case KnownName.ExceptionMessage:
                facts.ExceptionMessage = Message(name, value, ref facts);
                break;
            case KnownName.EventName:
                facts.EventName ??= Name(name, value, ref facts);
                break;
            case KnownName.OtelEventName:
                facts.EventName = Name(name, value, ref facts) ?? facts.EventName;
                break;
            case KnownName.Schedule:
                facts.Cron = Name(name, value, ref facts);
                break;
            case KnownName.ScheduleTimezone:
                facts.Timezone = Name(name, value, ref facts);
                break;
            case KnownName.ScheduleInterval:
                facts.Interval = Seconds(name, value, ref facts);
                break;
            case KnownName.ScheduleGrace:
                facts.Grace = Seconds(name, value, ref facts);
                break;
            case KnownName.Equity:
                facts.Equity = Amount(name, value, ref facts);
                break;
            case KnownName.Pnl:
                facts.Pnl = Amount(name, value, ref facts);
                break;
            case KnownName.Trades:
                facts.Trades = Count(name, value, ref facts);
                break;
            case KnownName.Wins:
                facts.Wins = Count(name, value, ref facts);
                break;
            case KnownName.Losses:
                facts.Losses = Count(name, value, ref facts);
                break;
        }
    }

    /// <summary>A name that makes the item this one.</summary>
    private string? Identity(KnownName name, AnyValueMessage value, int maxBytes, ref Facts facts)
    {
        if (value.Kind != ValueKind.Text)
        {
            facts.Problem ??= $"{KnownNames.Text(name)}: must be a string";
            return null;
        }

        if (value.Bytes.Length > maxBytes)
        {
            facts.Problem ??= $"{KnownNames.Text(name)}: longer than {maxBytes} bytes";
            return null;
        }

        return value.Bytes.IsEmpty ? null : interner.Text(value.Bytes);
    }

    private string? Name(KnownName name, AnyValueMessage value, ref Facts facts) =>
        Short(name, value, MaxNameBytes, ref facts);

    private string? Title(KnownName name, AnyValueMessage value, ref Facts facts) =>
        Short(name, value, MaxTitleBytes, ref facts);

    private string? Short(KnownName name, AnyValueMessage value, int maxBytes, ref Facts facts)
    {
        if (value.Bytes.Length > maxBytes)
        {
            return Ignore<string>(name, $"longer than {maxBytes} bytes", ref facts);
        }

        return value.Kind == ValueKind.Text || TypedValue.ToText(value) is not null
            ? Plain(value)
            : Ignore<string>(name, "must be a string", ref facts);
    }

    private string? Plain(AnyValueMessage value) =>
        value.Kind != ValueKind.Text ? TypedValue.ToText(value)
        : value.Bytes.IsEmpty ? null
        : interner.Text(value.Bytes);

    private static string? Message(KnownName name, AnyValueMessage value, ref Facts facts)
    {
        if (value.Kind != ValueKind.Text)
        {
            return TypedValue.ToText(value) ?? Ignore<string>(name, "must be a string", ref facts);
        }

        if (value.Bytes.Length > MaxMessageBytes)
        {
            Ignore<string>(name, $"cut after {MaxMessageBytes} bytes", ref facts);
        }

        return value.Bytes.IsEmpty ? null : CutText.Of(value.Bytes, MaxMessageBytes);
    }

    private EventStatus? OneOf(
        KnownName name,
        AnyValueMessage value,
        EventStatus[] allowed,
        ref Facts facts
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

        facts.Problem ??=
            $"{KnownNames.Text(name)}: must be one of {string.Join(", ", allowed.Select(WireName.Of))}";
        return null;
    }

    private static bool? Bool(KnownName name, AnyValueMessage value, ref Facts facts) =>
        TypedValue.TryBool(value, out var flag)
            ? flag
            : Ignore<bool?>(name, "must be a bool", ref facts);

    private static double? Amount(KnownName name, AnyValueMessage value, ref Facts facts) =>
        !TypedValue.TryDouble(value, out var amount)
            ? Ignore<double?>(name, "must be a finite number", ref facts)
        : Math.Abs(amount) <= Bounds.MaxAmount ? amount
        : Ignore<double?>(name, $"must be within ±{Bounds.MaxAmount:0E+0}", ref facts);

    private static double? Seconds(KnownName name, AnyValueMessage value, ref Facts facts) =>
        !TypedValue.TryDouble(value, out var seconds)
            ? Ignore<double?>(name, "must be a finite number", ref facts)
        : seconds is >= 0 and <= Bounds.MaxSeconds ? seconds
        : Ignore<double?>(name, $"must be between 0 and {Bounds.MaxSeconds} seconds", ref facts);

    private static long? Count(KnownName name, AnyValueMessage value, ref Facts facts) =>
        Whole(name, value, Bounds.MaxCount, ref facts);

    private static int? Place(KnownName name, AnyValueMessage value, ref Facts facts) =>
        (int?)Whole(name, value, Bounds.MaxPlace, ref facts);

    private static long? Whole(KnownName name, AnyValueMessage value, long max, ref Facts facts) =>
        !TypedValue.TryWhole(value, out var number)
            ? Ignore<long?>(name, "must be a whole number", ref facts)
        : number >= 0 && number <= max ? number
        : Ignore<long?>(name, $"must be between 0 and {max}", ref facts);

    private static T? Ignore<T>(KnownName name, string why, ref Facts facts)
    {
        facts.Ignored = new IgnoredValue($"{KnownNames.Text(name)}: {why}", facts.Ignored);
        return default;
    }
}
