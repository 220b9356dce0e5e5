using System.Globalization;

namespace Sessions;

/// <summary>Durations as people say them, rounded down: <c>240 ms</c>, <c>3.4 s</c>, <c>40 s</c>, <c>18m 7s</c>, <c>2h 5m</c>, <c>3d 4h</c>.</summary>
public static class HumanDuration
{
    /// <summary>The same of any number of seconds, also of one that no duration can hold.</summary>
    public static string OfSeconds(double seconds) =>
        Of(
            seconds < TimeSpan.MaxValue.TotalSeconds
                ? TimeSpan.FromSeconds(Math.Max(0, seconds))
                : TimeSpan.MaxValue
        );

    public static string Of(TimeSpan duration)
    {
        var d = duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
        return d.TotalSeconds switch
        {
            < 1 => $"{d.Milliseconds} ms",
            < 10 => string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Floor(d.TotalMilliseconds / 100) / 10:0.0} s"
            ),
            < 60 => $"{d.Seconds} s",
            < 3600 => $"{d.Minutes}m {d.Seconds}s",
            < 86400 => $"{d.Hours}h {d.Minutes}m",
            _ => $"{(int)d.TotalDays}d {d.Hours}h",
        };
    }
}
