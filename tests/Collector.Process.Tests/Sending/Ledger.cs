using System.Collections.Concurrent;
using ProcessTests.Running;

namespace ProcessTests.Sending;

/// <summary>
/// Sends numbered checkpoints of one session and remembers which were acknowledged, to hold the receiver to it later.
/// Thread-safe.
/// </summary>
internal sealed class Ledger(string name)
{
    private readonly ConcurrentDictionary<string, byte> _acknowledged = new();
    private int _requests;

    public string SessionId { get; } = Guid.CreateVersion7().ToString();

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Sends one request of new items.</summary>
    public async Task<Answer> SendAsync(
        OtlpClient client,
        Transport transport,
        int items,
        OtlpSignal signal = OtlpSignal.Logs,
        string message = ""
    )
    {
        var number = Interlocked.Increment(ref _requests);
        var names = Enumerable.Range(0, items).Select(i => $"{name}-{number}-{i}").ToArray();
        var body =
            signal == OtlpSignal.Logs
                ? CheckpointRequest.AsLogs(SessionId, names, message)
                : CheckpointRequest.AsSpans(SessionId, names);
        var answer = await client.SendAsync(transport, signal, body);
        if (answer.IsAcknowledged)
        {
            foreach (var item in names)
            {
                _acknowledged[item] = 0;
            }
        }

        return answer;
    }

    /// <summary>Everything acknowledged is in the store, and nothing is in it twice.</summary>
    public async Task AssertKeptAsync(string store)
    {
        var events = await Store.EventsAsync(store, SessionId);
        var stored = events.Select(e => e.Checkpoint).CountBy(n => n ?? "").ToDictionary();
        Assert.DoesNotContain(_acknowledged.Keys, item => !stored.ContainsKey(item));
        Assert.DoesNotContain(stored, item => item.Value != 1);
    }
}
