using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Load.Measure;

namespace Viewers;

/// <summary>What viewers of one running session cost the dashboard: memory by resident size, time by its own account.</summary>
internal static class Streams
{
    /// <summary>Of the hub protocol.</summary>
    private const char EndOfMessage = '\u001e';

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(25);

    /// <param name="stack">What is measured.</param>
    /// <param name="count">How many look.</param>
    /// <param name="beatEvery">How often the runner beats, as it is configured.</param>
    public static async Task MeasureAsync(RunningStack stack, int count, string beatEvery)
    {
        // Longer than the measurement: a session that ends has nothing to send.
        var id = await stack.StartRunnerAsync(
            "--Runner:Replay:Interval",
            "00:00:01",
            "--Runner:HeartbeatInterval",
            beatEvery
        );
        var viewers = new List<Task<(long Bytes, long Events)>>();
        using var stop = new CancellationTokenSource();
        viewers.Add(ViewAsync(stack, id, stop.Token));
        await Task.Delay(Warm);
        var one = await WindowAsync(stack);
        for (var i = 1; i < count; i++)
        {
            viewers.Add(ViewAsync(stack, id, stop.Token));
        }

        await Task.Delay(Warm);
        var all = await WindowAsync(stack);
        await stop.CancelAsync();
        var sent = await Task.WhenAll(viewers);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                viewers               {count}, of whom {sent.Count(s => s.Events > 1)} were sent something
                dashboard, 1 viewer   {one.Cpu:P2} of a core, {one.Resident / 1e6:0.0} MB resident
                dashboard, all        {all.Cpu:P2} of a core, {all.Resident / 1e6:0.0} MB resident
                each further viewer   {(all.Cpu - one.Cpu) / (count - 1):P4} of a core, {(
                    all.Resident - one.Resident
                )
                    / (count - 1)
                    / 1000.0:0.0} KB
                the first viewer      {sent[0].Events} events, {sent[0].Bytes
                    / 1000.0:0} KB in {2 * (Warm + Window).TotalSeconds:0} s
                """
            )
        );
    }

    private static async Task<(double Cpu, long Resident)> WindowAsync(RunningStack stack)
    {
        var before = ProcessSample.Of(stack.DashboardId);
        await Task.Delay(Window);
        var after = ProcessSample.Of(stack.DashboardId);
        return ((after.CpuSeconds - before.CpuSeconds) / Window.TotalSeconds, after.ResidentBytes);
    }

    /// <summary>Holds one subscription as a page does, reading all that comes.</summary>
    private static async Task<(long Bytes, long Events)> ViewAsync(
        RunningStack stack,
        string session,
        CancellationToken cancellationToken
    )
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"ws://{stack.Dashboard.Authority}/live"),
            cancellationToken
        );
        await SendAsync(socket, """{"protocol":"json","version":1}""", cancellationToken);
        await SendAsync(
            socket,
            $$"""{"type":4,"invocationId":"1","target":"Session","arguments":["{{session}}",0,""]}""",
            cancellationToken
        );
        var buffer = new byte[16 * 1024];
        var (bytes, events) = (0L, 0L);
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                bytes += read.Count;
                events += buffer.AsSpan(0, read.Count).Count((byte)EndOfMessage);
            }
        }
        catch (OperationCanceledException)
        {
            // Measured enough.
        }

        return (bytes, events);
    }

    private static ValueTask SendAsync(
        ClientWebSocket socket,
        string message,
        CancellationToken cancellationToken
    ) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(message + EndOfMessage),
            WebSocketMessageType.Text,
            WebSocketMessageFlags.EndOfMessage,
            cancellationToken
        );
}
