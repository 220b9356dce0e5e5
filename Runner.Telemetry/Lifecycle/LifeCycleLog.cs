using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Runner.Telemetry.Lifecycle;

/// <summary>Writes life-cycle log events: the event's name in <see cref="EventId.Name"/>, the ids of the span that it
/// speaks of through <see cref="Activity.Current"/>.</summary>
sealed class LifeCycleLog(ILogger logger)
{
    public bool IsEnabled(LogLevel level) => logger.IsEnabled(level);

    public void Write(
        EventId name,
        LogLevel level,
        Activity? span,
        LifeCycleEvent happened,
        Exception? exception = null
    )
    {
        if (!logger.IsEnabled(level))
        {
            return;
        }

        // The caller may be on another flow than the span (a timer, a parallel phase), and the logging bridge takes the
        // ids from here.
        var current = Activity.Current;
        Activity.Current = span ?? current;
        try
        {
            logger.Log(level, name, happened, exception, static (state, _) => state.ToString());
        }
        finally
        {
            Activity.Current = current;
        }
    }
}
