using System.Globalization;
using System.Text.Json;

namespace Load.Measure;

/// <summary>What a run found. Rates count acknowledged items only.</summary>
public sealed record Report
{
    public required string What { get; init; }

    public required double Seconds { get; init; }

    public required long Acknowledged { get; init; }

    public required long Rejected { get; init; }

    public required long Requests { get; init; }

    public required IReadOnlyDictionary<string, long> Failures { get; init; }

    public required double P50Milliseconds { get; init; }

    public required double P99Milliseconds { get; init; }

    public required double MaxMilliseconds { get; init; }

    public double ItemsPerSecond => Acknowledged / Seconds;

    /// <summary>Of the receiver; absent without its process id.</summary>
    public double? TargetCpuSecondsPerMillion { get; init; }

    public required double OwnCpuSecondsPerMillion { get; init; }

    /// <summary>The receiver's resident memory, MiB, once a second.</summary>
    public IReadOnlyList<double>? TargetResidentMiB { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public override string ToString()
    {
        var lines = new List<string>
        {
            What,
            Line(
                "acknowledged",
                $"{ItemsPerSecond:N0} items/s ({Acknowledged:N0} in {Seconds:F1} s, {Requests:N0} requests)"
            ),
            Line(
                "latency",
                $"p50 {P50Milliseconds:F2} ms, p99 {P99Milliseconds:F2} ms, max {MaxMilliseconds:F1} ms"
            ),
            Line("generator", $"{OwnCpuSecondsPerMillion:F2} CPU-seconds per million"),
        };
        if (TargetCpuSecondsPerMillion is { } cpu)
        {
            lines.Add(Line("receiver", $"{cpu:F2} CPU-seconds per million"));
        }

        if (TargetResidentMiB is { Count: > 0 } memory)
        {
            lines.Add(
                Line(
                    "memory",
                    $"{memory[0]:F0} MiB at first, {memory.Max():F0} at most, {memory[^1]:F0} at the end"
                )
            );
        }

        if (Rejected > 0)
        {
            lines.Add(Line("rejected", $"{Rejected:N0} items"));
        }

        lines.AddRange(
            Failures.Select(failure =>
                Line("FAILED", $"{failure.Value:N0} requests: {failure.Key}")
            )
        );
        return string.Join(Environment.NewLine, lines);
    }

    private static string Line(string name, FormattableString text) =>
        $"  {name, -13}{text.ToString(CultureInfo.InvariantCulture)}";
}
