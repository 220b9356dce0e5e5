using System.Text;
using Collector.Decode;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;

namespace Collector.Tests.Decode;

/// <summary>The reader agrees with protobuf's own on what it accepts, and refuses the rest without harm.</summary>
public sealed class WireTests
{
    private static readonly Gen<AnyValue> Scalars = Gen.OneOf(
        ArbMap
            .Default.GeneratorFor<NonNull<string>>()
            .Select(s => new AnyValue { StringValue = Clean(s.Get) }),
        ArbMap.Default.GeneratorFor<long>().Select(n => new AnyValue { IntValue = n }),
        ArbMap.Default.GeneratorFor<double>().Select(n => new AnyValue { DoubleValue = n }),
        ArbMap.Default.GeneratorFor<bool>().Select(b => new AnyValue { BoolValue = b }),
        ArbMap
            .Default.GeneratorFor<byte[]>()
            .Select(b => new AnyValue { BytesValue = ByteString.CopyFrom(b ?? []) }),
        Gen.Constant(new AnyValue())
    );

    [Fact]
    public void An_attribute_value_reads_as_it_was_written() =>
        Prop.ForAll(
                Arb.From(Scalars),
                value => AssertSame(value, AnyValueMessage.Read(value.ToByteArray()))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Attributes_are_visited_in_order_with_their_keys_and_values()
    {
        var keys = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => Clean(s.Get));
        var attributes =
            from key in keys
            from value in Scalars
            select new KeyValue { Key = key, Value = value };
        Prop.ForAll(
                Arb.From(attributes.ListOf()),
                list =>
                {
                    var written = new KeyValueList { Values = { list } };
                    var index = 0;
                    foreach (
                        var read in new AttributeList(
                            written.ToByteArray(),
                            AttributeList.FirstField
                        )
                    )
                    {
                        Assert.Equal(list[index].Key, Encoding.UTF8.GetString(read.Key));
                        AssertSame(list[index].Value, read.Value);
                        index++;
                    }

                    Assert.Equal(list.Count, index);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_are_either_walked_to_their_end_or_refused() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes =>
                {
                    var reader = new WireReader(bytes);
                    try
                    {
                        while (reader.Next())
                        {
                            reader.Skip();
                        }
                    }
                    catch (MalformedMessageException)
                    {
                        return;
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(new byte[] { 0x08 })]
    [InlineData(new byte[] { 0x0A, 0x05, 0x01 })]
    [InlineData(new byte[] { 0x09, 1, 2, 3 })]
    [InlineData(new byte[] { 0x00, 0x01 })]
    [InlineData(new byte[] { 0x0F })]
    [InlineData(new byte[] { 0x0B, 0x14 })]
    [InlineData(new byte[] { 0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 })]
    public void What_is_cut_off_or_unknown_to_protobuf_is_refused(byte[] bytes) =>
        Assert.Throws<MalformedMessageException>(() =>
        {
            var reader = new WireReader(bytes);
            while (reader.Next())
            {
                reader.Skip();
            }
        });

    [Fact]
    public void Fields_and_groups_that_are_unknown_are_passed_over()
    {
        // Field 100 as a group that holds a varint, field 101 as four bytes, then an int value of 7.
        byte[] bytes = [0xA3, 0x06, 0x08, 0x01, 0xA4, 0x06, 0xAD, 0x06, 1, 2, 3, 4, 0x18, 0x07];
        Assert.Equal(7, AnyValueMessage.Read(bytes).Int);
    }

    [Fact]
    public void Every_name_of_the_conventions_is_found_by_its_bytes_and_no_other_is()
    {
        foreach (var name in Enum.GetValues<KnownName>().Where(name => name != KnownName.None))
        {
            var utf8 = Encoding.UTF8.GetBytes(KnownNames.Text(name));
            Assert.Equal(name, KnownNames.Of(utf8));
            Assert.Equal(KnownName.None, KnownNames.Of([.. utf8, (byte)'x']));
            Assert.Equal(KnownName.None, KnownNames.Of(utf8.AsSpan(1)));
        }

        Assert.Equal(KnownName.None, KnownNames.Of([]));
    }

    [Fact]
    public void Interned_texts_and_ids_are_what_was_given_also_when_slots_collide()
    {
        var interner = new Interner();
        for (var i = 0; i < 50_000; i++)
        {
            var text = $"text {i} ü";
            Assert.Equal(text, interner.Text(Encoding.UTF8.GetBytes(text)));
            var id = BitConverter.GetBytes((long)i + 1);
            Assert.Equal(Convert.ToHexStringLower(id), interner.Id(id, 8));
        }

        Assert.Null(interner.Id(new byte[8], 8));
        Assert.Null(interner.Id(new byte[7], 8));
        Assert.Same(interner.Text("api_phase"u8), interner.Text("api_phase"u8));
    }

    private static void AssertSame(AnyValue written, AnyValueMessage read)
    {
        switch (written.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                Assert.Equal(ValueKind.Text, read.Kind);
                Assert.Equal(written.StringValue, Encoding.UTF8.GetString(read.Bytes));
                break;
            case AnyValue.ValueOneofCase.IntValue:
                Assert.Equal((ValueKind.Int, written.IntValue), (read.Kind, read.Int));
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                Assert.Equal((ValueKind.Double, written.DoubleValue), (read.Kind, read.Double));
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                Assert.Equal((ValueKind.Bool, written.BoolValue), (read.Kind, read.Bool));
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                Assert.Equal(ValueKind.Bytes, read.Kind);
                Assert.Equal(written.BytesValue.ToByteArray(), read.Bytes.ToArray());
                break;
            default:
                Assert.Equal(ValueKind.Empty, read.Kind);
                break;
        }
    }

    // A lone surrogate has no UTF-8.
    private static string Clean(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
