namespace Collector.Metrics;

/// <summary>Names of the collector's own meters.</summary>
internal static class MeterNames
{
    public const string Receive = "Collector.Receive";
    public const string Write = "Collector.Write";
    public const string Forward = "Collector.Forward";
}
