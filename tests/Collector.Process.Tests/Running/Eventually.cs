using System.Diagnostics;

namespace ProcessTests.Running;

/// <summary>Waits on a condition, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(
                Stopwatch.GetElapsedTime(start) < Deadline,
                $"Within {Deadline.TotalSeconds} s it did not come to pass that {what}."
            );
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
