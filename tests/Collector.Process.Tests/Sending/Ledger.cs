using System.Collections.Concurrent;
using ProcessTests.Running;

namespace ProcessTests.Sending;

/// <summary>
/// Sends numbered checkpoints and remembers which were acknowledged, to hold the receiver to it later. Thread-safe.
/// </summary>
/// <param name="name">What the checkpoints' names begin with.</param>
/// <param name="sessions">How many sessions they belong to, in turn.</param>
internal sealed class Ledger(string name, int sessions = 1)
{
    private readonly ConcurrentDictionary<string, byte> _acknowledged = new();
    private readonly string[] _sessions =
    [
        .. Enumerable.Range(0, sessions).Select(_ => Guid.CreateVersion7().ToString()),
    ];
    private int _requests;

    /// <summary>The first of its sessions.</summary>
    public string Session => _sessions[0];

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
        var sent = Enumerable
            .Range(0, items)
            .Select(i => (_sessions[i % _sessions.Length], $"{name}-{number}-{i}"))
            .ToArray();
        var body =
            signal == OtlpSignal.Logs
                ? CheckpointRequest.AsLogs(sent, message)
                : CheckpointRequest.AsSpans(sent);
        var answer = await client.SendAsync(transport, signal, body);
        if (answer.IsAcknowledged)
        {
            foreach (var (_, item) in sent)
            {
                _acknowledged[item] = 0;
            }
        }

        return answer;
    }

    /// <summary>Everything acknowledged is in the store, and nothing is in it twice.</summary>
    public async Task AssertKeptAsync(string store)
    {
        var stored = new Dictionary<string, int>();
        foreach (var session in _sessions)
        {
            foreach (var e in await Store.EventsAsync(store, session))
            {
                stored[e.Checkpoint ?? ""] = stored.GetValueOrDefault(e.Checkpoint ?? "") + 1;
            }
        }

        Assert.DoesNotContain(_acknowledged.Keys, item => !stored.ContainsKey(item));
        Assert.DoesNotContain(stored, item => item.Value != 1);
    }
}
