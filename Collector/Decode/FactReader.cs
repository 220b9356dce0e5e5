using Sessions;

namespace Collector.Decode;

/// <summary>Reads attributes into <see cref="Facts"/>; an attribute overrides what was inherited.</summary>
internal sealed class FactReader(Interner interner)
{
    /// <summary>Longest session id, phase or runner name, in bytes.</summary>
    public const int MaxNameBytes = 256;

    /// <summary>Longest checkpoint name or error type, in bytes.</summary>
    public const int MaxTitleBytes = 1024;

    /// <summary>Longest message, in bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    public void Read(AttributeList attributes, ref Facts facts)
    {
        foreach (var attribute in attributes)
        {
            var name = KnownNames.Of(attribute.Key);
            if (name == KnownName.None)
            {
                facts.HasFree = true;
            }
            else if (attribute.Value.Kind != ValueKind.Empty)
            {
                Set(name, attribute.Value, ref facts);
            }
        }
    }

    private void Set(KnownName name, AnyValueMessage value, ref Facts facts)
    {
        ref var problem = ref facts.Problem;
        switch (name)
        {
            case KnownName.SessionId:
                facts.SessionId = Text(name, value, MaxNameBytes, ref problem);
                break;
            case KnownName.RunnerName:
                facts.RunnerName = Text(name, value, MaxNameBytes, ref problem);
                break;
            case KnownName.DryRun:
                facts.DryRun = Bool(name, value, ref problem);
                break;
            case KnownName.InitialCapital:
                facts.InitialCapital = Double(name, value, ref problem);
                break;
            case KnownName.Currency:
                facts.Currency = Text(name, value, MaxNameBytes, ref problem);
                break;
            case KnownName.PhaseCount:
                facts.PhaseCount = Count(name, value, ref problem);
                break;
            case KnownName.SessionStatus:
                facts.SessionStatus = OneOf(name, value, ClosedSets.Session, ref problem);
                break;
            case KnownName.PhaseName:
                facts.PhaseName = Text(name, value, MaxNameBytes, ref problem);
                break;
            case KnownName.PhaseIndex:
                facts.PhaseIndex = Count(name, value, ref problem);
                break;
            case KnownName.PhaseTimeLimit:
                facts.PhaseTimeLimit = Double(name, value, ref problem);
                break;
            case KnownName.PhaseStatus:
                facts.PhaseStatus = OneOf(name, value, ClosedSets.Phase, ref problem);
                break;
            case KnownName.CheckpointName:
                facts.CheckpointName = Text(name, value, MaxTitleBytes, ref problem);
                break;
            case KnownName.CheckpointStatus:
                facts.CheckpointStatus = OneOf(name, value, ClosedSets.Checkpoint, ref problem);
                break;
            case KnownName.CheckpointMessage:
                facts.CheckpointMessage = Text(name, value, MaxMessageBytes, ref problem);
                break;
            case KnownName.RetryAttempt:
                facts.RetryAttempt = Count(name, value, ref problem);
                break;
            case KnownName.RetryMax:
                facts.RetryMax = Count(name, value, ref problem);
                break;
            case KnownName.RetryDelay:
                facts.RetryDelay = Double(name, value, ref problem);
                break;
            case KnownName.RetryReason:
                facts.RetryReason = Text(name, value, MaxMessageBytes, ref problem);
                break;
            case KnownName.RetryResult:
                facts.RetryResult = OneOf(name, value, ClosedSets.Retry, ref problem);
                break;
            case KnownName.ErrorType:
                facts.ErrorType = Text(name, value, MaxTitleBytes, ref problem);
                break;
            case KnownName.EventName:
                facts.EventName = Text(name, value, MaxNameBytes, ref problem);
                break;
            case KnownName.Equity:
                facts.Equity = Double(name, value, ref problem);
                break;
            case KnownName.Pnl:
                facts.Pnl = Double(name, value, ref problem);
                break;
            case KnownName.Trades:
                facts.Trades = Int(name, value, ref problem);
                break;
            case KnownName.Wins:
                facts.Wins = Int(name, value, ref problem);
                break;
            case KnownName.Losses:
                facts.Losses = Int(name, value, ref problem);
                break;
        }
    }

    private string? Text(KnownName name, AnyValueMessage value, int maxBytes, ref string? problem)
    {
        if (value.Kind != ValueKind.Text)
        {
            problem ??= $"{KnownNames.Text(name)}: must be a string";
            return null;
        }

        if (value.Bytes.Length > maxBytes)
        {
            problem ??= $"{KnownNames.Text(name)}: longer than {maxBytes} bytes";
            return null;
        }

        return value.Bytes.IsEmpty ? null
            : maxBytes == MaxMessageBytes ? Interner.Once(value.Bytes)
            : interner.Text(value.Bytes);
    }

    private EventStatus? OneOf(
        KnownName name,
        AnyValueMessage value,
        EventStatus[] allowed,
        ref string? problem
    )
    {
        if (
            Text(name, value, MaxNameBytes, ref problem) is { } text
            && WireName.TryParse(text, out EventStatus status)
            && allowed.Contains(status)
        )
        {
            return status;
        }

        problem ??=
            $"{KnownNames.Text(name)}: must be one of {string.Join(", ", allowed.Select(WireName.Of))}";
        return null;
    }

    private static bool? Bool(KnownName name, AnyValueMessage value, ref string? problem)
    {
        if (value.Kind == ValueKind.Bool)
        {
            return value.Bool;
        }

        problem ??= $"{KnownNames.Text(name)}: must be a bool";
        return null;
    }

    private static double? Double(KnownName name, AnyValueMessage value, ref string? problem)
    {
        // JavaScript and others send a whole double as an int.
        var number = value.Kind switch
        {
            ValueKind.Double => value.Double,
            ValueKind.Int => value.Int,
            _ => double.NaN,
        };
        if (double.IsFinite(number))
        {
            return number;
        }

        problem ??= $"{KnownNames.Text(name)}: must be a finite number";
        return null;
    }

    private static long? Int(KnownName name, AnyValueMessage value, ref string? problem)
    {
        if (value.Kind == ValueKind.Int)
        {
            return value.Int;
        }

        if (value.Kind == ValueKind.Double && WholeNumber.TryConvert(value.Double, out var whole))
        {
            return whole;
        }

        problem ??= $"{KnownNames.Text(name)}: must be a whole number";
        return null;
    }

    private static int? Count(KnownName name, AnyValueMessage value, ref string? problem)
    {
        if (Int(name, value, ref problem) is not { } number)
        {
            return null;
        }

        if (number is >= 0 and <= int.MaxValue)
        {
            return (int)number;
        }

        problem ??= $"{KnownNames.Text(name)}: must be between 0 and {int.MaxValue}";
        return null;
    }
}
