using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Load.Measure;

namespace Viewers;

/// <summary>What viewers of one running session cost the dashboard: memory by resident size, time by its own account.</summary>
internal static class Streams
{
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

    /// <summary>Holds one stream as a page does, reading all that comes.</summary>
    private static async Task<(long Bytes, long Events)> ViewAsync(
        RunningStack stack,
        string session,
        CancellationToken cancellationToken
    )
    {
        using var client = new TcpClient();
        await client.ConnectAsync(stack.Dashboard.Host, stack.Dashboard.Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /sessions/{session}/live HTTP/1.1\r\nHost: {stack.Dashboard.Authority}\r\nAccept: text/event-stream\r\n\r\n"
            ),
            cancellationToken
        );
        var buffer = new byte[16 * 1024];
        var (bytes, events) = (0L, 0L);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0; )
            {
                bytes += read;
                events += buffer.AsSpan(0, read).Count("\n\n"u8);
            }
        }
        catch (OperationCanceledException)
        {
            // Measured enough.
        }

        return (bytes, events);
    }
}
