namespace Runner.Conventions;

// In this assembly the conventions are public: the collector and the pages read by the same names that runners write.

public static partial class SpanNames;

public static partial class EventNames;

public static partial class AttributeNames;

public static partial class MetricNames;
