namespace Load.Payload;

/// <summary>OTLP's KeyValue (1 key, 2 value) with AnyValue inside (1 string, 2 bool, 3 int, 4 double).</summary>
public static class KeyValues
{
    /// <returns>The offset of the text in <paramref name="owner"/>.</returns>
    public static int Attribute(this ProtoWriter owner, int field, string key, string value)
    {
        var any = new ProtoWriter();
        var at = any.Text(1, value);
        return at + owner.KeyValue(field, key, any);
    }

    public static void Attribute(this ProtoWriter owner, int field, string key, long value) =>
        owner.KeyValue(field, key, new ProtoWriter().Varint(3, (ulong)value));

    public static void Attribute(this ProtoWriter owner, int field, string key, bool value) =>
        owner.KeyValue(field, key, new ProtoWriter().Varint(2, value ? 1UL : 0));

    public static void Attribute(this ProtoWriter owner, int field, string key, double value)
    {
        var any = new ProtoWriter();
        any.Fixed64(4, BitConverter.DoubleToUInt64Bits(value));
        owner.KeyValue(field, key, any);
    }

    private static int KeyValue(this ProtoWriter owner, int field, string key, ProtoWriter any)
    {
        var pair = new ProtoWriter();
        pair.Text(1, key);
        var at = pair.Message(2, any);
        return at + owner.Message(field, pair);
    }
}
