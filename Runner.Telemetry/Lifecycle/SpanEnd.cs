using System.Diagnostics;

namespace Runner.Telemetry.Lifecycle;

/// <summary>Ends a span: its last attributes, its status, its time.</summary>
static class SpanEnd
{
    /// <param name="outer">What was current before the span started, and is again if the span still is current.</param>
    /// <param name="error">Description of what went wrong; null leaves the status unset.</param>
    public static void Apply(
        Activity? span,
        Activity? outer,
        KeyValuePair<string, object?>[] final,
        string? error,
        DateTimeOffset time
    )
    {
        if (span is null)
        {
            return;
        }

        foreach (var (key, value) in final)
        {
            span.SetTag(key, value);
        }

        if (error is not null)
        {
            span.SetStatus(ActivityStatusCode.Error, error);
        }

        span.SetEndTime(time.UtcDateTime);
        var current = Activity.Current;
        span.Stop();
        // Stop makes current what was so at the start, also when it is called on another flow than the span's.
        Activity.Current = current == span ? outer : current;
    }

    /// <summary>Lets a span end unrecorded, whenever that is.</summary>
    public static void Discard(Activity? span)
    {
        if (span is not null)
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            span.IsAllDataRequested = false;
        }
    }
}
