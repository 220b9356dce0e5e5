namespace Collector.Decode;

/// <summary>Wire types, to be added to a field number shifted left by three.</summary>
internal static class WireTag
{
    public const uint Varint = 0;
    public const uint Fixed64 = 1;
    public const uint Bytes = 2;
    public const uint GroupStart = 3;
    public const uint GroupEnd = 4;
    public const uint Fixed32 = 5;
}
