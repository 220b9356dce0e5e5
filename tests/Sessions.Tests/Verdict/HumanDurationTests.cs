namespace Sessions.Tests;

public sealed class HumanDurationTests
{
    [Theory]
    [InlineData(-5, "0 ms")]
    [InlineData(0, "0 ms")]
    [InlineData(999.9, "999 ms")]
    [InlineData(1000, "1.0 s")]
    [InlineData(9999, "9.9 s")]
    [InlineData(10_000, "10 s")]
    [InlineData(59_999, "59 s")]
    [InlineData(1_087_000, "18m 7s")]
    [InlineData(7_500_000, "2h 5m")]
    [InlineData(273_600_000, "3d 4h")]
    public void Durations_are_rounded_down_to_what_people_say(double ms, string expected) =>
        Assert.Equal(expected, HumanDuration.Of(TimeSpan.FromMilliseconds(ms)));
}
