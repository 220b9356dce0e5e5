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

    public static async Task MeasureAsync(RunningStack stack, int count)
    {
        // Longer than the measurement: a session that ends has nothing to send.
        var id = await stack.StartRunnerAsync("--Runner:Replay:Interval", "00:00:01");
        var viewers = new List<Task<long>>();
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
        var bytes = await Task.WhenAll(viewers);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                viewers               {count}, of whom {bytes.Count(b =>
                    b > 1000
                )} were sent something
                dashboard, 1 viewer   {one.Cpu:P2} of a core, {one.Resident / 1e6:0.0} MB resident
                dashboard, all        {all.Cpu:P2} of a core, {all.Resident / 1e6:0.0} MB resident
                each further viewer   {(all.Cpu - one.Cpu) / (count - 1):P4} of a core, {(
                    all.Resident - one.Resident
                )
                    / (count - 1)
                    / 1000.0:0.0} KB
                bytes to a viewer     {bytes.Order().ElementAt(bytes.Length / 2)
                    / 1000.0:0} KB (median, whole run)
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
    private static async Task<long> ViewAsync(
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
        var total = 0L;
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0; )
            {
                total += read;
            }
        }
        catch (OperationCanceledException)
        {
            // Measured enough.
        }

        return total;
    }
}
