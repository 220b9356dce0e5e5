using System.Globalization;

namespace Load.Measure;

/// <summary>CPU time and resident memory of a process, from <c>/proc</c> (Linux).</summary>
/// <param name="CpuSeconds">User and system time of all its threads so far.</param>
/// <param name="ResidentBytes">What it holds in memory now.</param>
public readonly record struct ProcessSample(double CpuSeconds, long ResidentBytes)
{
    // The unit of utime and stime is fixed at 100 per second for user space (USER_HZ), whatever the kernel ticks at.
    private const double TicksPerSecond = 100;

    public static ProcessSample Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        // The command may contain spaces and brackets; fields are counted from behind its closing one.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks =
            long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var pages = long.Parse(fields[21], CultureInfo.InvariantCulture);
        return new ProcessSample(ticks / TicksPerSecond, pages * Environment.SystemPageSize);
    }
}
