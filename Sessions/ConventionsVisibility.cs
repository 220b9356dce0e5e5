namespace Runner.Conventions;

// Public in Sessions and in Runner.Telemetry, internal wherever else Conventions.cs is compiled in: the collector and the
// pages read by the same names that runners write, and a runner's author may need them.

public static partial class SpanNames;

public static partial class EventNames;

public static partial class AttributeNames;

public static partial class MetricNames;
