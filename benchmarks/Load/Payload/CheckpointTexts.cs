namespace Load.Payload;

/// <summary>What checkpoints say. All names have one length and all statuses another, so that they fit in place.</summary>
public static class CheckpointTexts
{
    public const string Phase = "api_phase";
    public const string Message = "checked 00000000 rows";

    /// <summary>Where the eight digits of <see cref="Message"/> begin.</summary>
    public const int DigitsAt = 8;

    private static readonly byte[][] Names =
    [
        "schema_ok"u8.ToArray(),
        "prices_ok"u8.ToArray(),
        "orders_ok"u8.ToArray(),
        "limits_ok"u8.ToArray(),
        "quotes_ok"u8.ToArray(),
        "broker_ok"u8.ToArray(),
        "margin_ok"u8.ToArray(),
        "ledger_ok"u8.ToArray(),
    ];

    public static ReadOnlySpan<byte> Name(long number) => Names[number & 7];

    /// <summary>One in 128 fails, three in 128 warn, the rest pass.</summary>
    public static ReadOnlySpan<byte> Status(long number) =>
        (number & 127) switch
        {
            0 => "fail"u8,
            32 or 64 or 96 => "warn"u8,
            _ => "pass"u8,
        };
}
