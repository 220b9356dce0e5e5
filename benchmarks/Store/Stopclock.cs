using System.Diagnostics;

namespace Store.Benchmarks;

/// <summary>Asks a question again and again and prints how long it took, as a row of a table.</summary>
internal static class Stopclock
{
    /// <summary>Only questions whose words contain this are asked.</summary>
    public static string Only { get; set; } = "";

    public static void Head()
    {
        Console.WriteLine("| question | p50 ms | p95 ms | p99 ms |");
        Console.WriteLine("|---|--:|--:|--:|");
    }

    public static async Task MeasureAsync<T>(string question, int rounds, Func<ValueTask<T>> ask)
    {
        if (!question.Contains(Only, StringComparison.Ordinal))
        {
            return;
        }

        // Until the runtime has compiled the path for good.
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 2_000; )
        {
            await ask();
        }

        var times = new List<double>(rounds);
        for (var i = 0; i < rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            await ask();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"| {question} | {At(0.5):0.00} | {At(0.95):0.00} | {At(0.99):0.00} |");

        double At(double share) => times[Math.Min((int)(share * times.Count), times.Count - 1)];
    }
}
