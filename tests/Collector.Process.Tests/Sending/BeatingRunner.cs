using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace ProcessTests.Sending;

/// <summary>
/// A runner that beats once a second and works between beats, as far as the collector hears it: a beat that cannot be
/// delivered is dropped, for the next one says more.
/// </summary>
internal sealed class BeatingRunner : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const string Body = """
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
          {"name":"runner.heartbeat","gauge":{"dataPoints":[
            {"timeUnixNano":"@now","asInt":"@beat","attributes":[@session]}]}},
          {"name":"runner.heartbeat.interval","gauge":{"dataPoints":[
            {"timeUnixNano":"@now","asDouble":1,"attributes":[@session]}]}}]}]}]}
        """;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;
    private volatile bool _isAsleep;

    public BeatingRunner(Uri collector) => _beating = BeatAsync(new Uri(collector, "/v1/metrics"));

    public string Session { get; } = Guid.CreateVersion7().ToString();

    /// <summary>From here on it says nothing, as if it had died or the machine slept.</summary>
    public void FallSilent() => _isAsleep = true;

    public void WakeUp() => _isAsleep = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
        _client.Dispose();
    }

    private async Task BeatAsync(Uri url)
    {
        using var timer = new PeriodicTimer(Interval);
        var beat = 0;
        try
        {
            do
            {
                beat++;
                if (!_isAsleep)
                {
                    await SendAsync(url, beat);
                }
            } while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task SendAsync(Uri url, int beat)
    {
        var text = Body.Replace("@now", Now(), StringComparison.Ordinal)
            .Replace("@beat", beat.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(
                "@session",
                $$$"""{"key":"session.id","value":{"stringValue":"{{{Session}}}"}}""",
                StringComparison.Ordinal
            );
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var answer = await _client.PostAsync(url, content, _stop.Token);
        }
        catch (Exception away)
            when (away is HttpRequestException or TaskCanceledException
                && !_stop.IsCancellationRequested
            )
        {
            // The collector is away or stands still.
        }
    }

    private static string Now() =>
        ((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
}
