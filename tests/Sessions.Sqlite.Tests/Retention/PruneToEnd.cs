using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>Retention in as many steps as it takes; one that does not come to an end fails its test.</summary>
internal static class PruneToEnd
{
    private const int MaxSteps = 10_000;

    /// <returns>What all steps removed.</returns>
    public static async Task<(int Sessions, int Events)> PruneToEndAsync(
        this SqliteSessionWriter writer,
        RetentionOptions options,
        DateTimeOffset now,
        Func<Task>? between = null
    )
    {
        var (sessions, events) = (0, 0);
        for (var i = 0; i < MaxSteps; i++)
        {
            var step = await writer.PruneAsync(options, now, default);
            (sessions, events) = (sessions + step.Sessions, events + step.Events);
            if (step.IsDone)
            {
                return (sessions, events);
            }

            if (between is not null)
            {
                await between();
            }
        }

        throw new InvalidOperationException($"Retention was not done after {MaxSteps} steps.");
    }
}
