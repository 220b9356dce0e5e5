using System.Diagnostics;

namespace Load;

/// <summary>
/// Hands out turns to send. With a rate, turn n is due at a fixed time whether or not earlier ones were answered, so that
/// a slow receiver cannot slow the clock that it is measured by; without one, a turn is due at once.
/// </summary>
public sealed class Schedule(double? requestsPerSecond, long? requests)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _turn;

    /// <summary>Waits for the next turn.</summary>
    /// <returns>When its latency starts to count: when it was due if nobody was free to take it then, otherwise when
    /// the timer let it go. Null when there are no more turns.</returns>
    public async ValueTask<long?> NextAsync(CancellationToken cancellationToken)
    {
        var turn = Interlocked.Increment(ref _turn) - 1;
        if (turn >= requests)
        {
            return null;
        }

        if (requestsPerSecond is not { } rate)
        {
            return Stopwatch.GetTimestamp();
        }

        var due = _start + (long)(turn / rate * Stopwatch.Frequency);
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (wait <= TimeSpan.Zero)
        {
            return due;
        }

        await Task.Delay(wait, cancellationToken);
        return Stopwatch.GetTimestamp();
    }
}
