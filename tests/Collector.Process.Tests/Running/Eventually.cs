using System.Diagnostics;

namespace ProcessTests.Running;

/// <summary>Waits on a condition, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(180);

    /// <param name="what">In words.</param>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="instead">How things are, for the message when it does not hold in time.</param>
    public static async Task HoldsAsync(
        string what,
        Func<Task<bool>> condition,
        Func<string>? instead = null
    )
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(
                Stopwatch.GetElapsedTime(start) < Deadline,
                $"Within {Deadline.TotalSeconds} s it did not come to pass that {what}. {instead?.Invoke()}"
            );
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
