using Collector.Receive;

namespace Collector.Tests.Receive;

/// <summary>What a status message looks like in a header.</summary>
public sealed class GrpcMessageTests
{
    [Theory]
    [InlineData("disk full: /data/s.db", "disk full: /data/s.db")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("ü", "%C3%BC")]
    public void Only_what_a_header_cannot_hold_is_escaped(string message, string encoded)
    {
        Assert.Equal(encoded, GrpcMessage.Encode(message));
        Assert.Equal(message, Uri.UnescapeDataString(encoded));
    }
}
