using System.Globalization;

namespace Sessions;

/// <summary>Durations as people say them: <c>240 ms</c>, <c>3.4 s</c>, <c>40 s</c>, <c>18m 7s</c>, <c>2h 5m</c>, <c>3d 4h</c>.</summary>
public static class HumanDuration
{
    public static string Of(TimeSpan duration)
    {
        var d = duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
        return d.TotalSeconds switch
        {
            < 0.9995 => string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Floor(d.TotalMilliseconds):0} ms"
            ),
            < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{d.TotalSeconds:0.0} s"),
            < 60 => string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Floor(d.TotalSeconds):0} s"
            ),
            < 3600 => $"{d.Minutes}m {d.Seconds}s",
            < 86400 => $"{d.Hours}h {d.Minutes}m",
            _ => $"{(int)d.TotalDays}d {d.Hours}h",
        };
    }
}
