namespace Collector.Tests.Hosting;

/// <summary>Waits for a condition, with a deadline instead of a guess.</summary>
internal static class Until
{
    public static Task TrueAsync(Func<bool> condition) =>
        TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
