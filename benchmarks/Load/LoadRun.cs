using System.Diagnostics;
using Load.Measure;
using Load.Payload;
using Load.Send;

namespace Load;

/// <summary>One run: sessions are opened, workers warm the receiver up, then what they see is counted.</summary>
public sealed class LoadRun(LoadOptions options)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);
    private readonly SessionPool _pool = new(options.Sessions);
    private readonly ItemClock _clock = new();

    public async Task<Report> RunAsync(CancellationToken cancellationToken)
    {
        var senders = Enumerable
            .Range(0, options.Connections)
            .Select(_ => new Sender(options.Protocol, options.Address, options.Header))
            .ToArray();
        try
        {
            foreach (var request in Prelude.For(_pool, _clock))
            {
                var answer = await senders[0].SendAsync(request, cancellationToken);
                if (answer.Failure is { } failure)
                {
                    throw new InvalidOperationException(
                        $"{options.Address} refused the sessions' start: {failure}"
                    );
                }
            }

            if (options.WarmUp > 0)
            {
                await RunWorkersAsync(senders, options.WarmUp, null, cancellationToken);
            }

            return await MeasureAsync(senders, cancellationToken);
        }
        finally
        {
            foreach (var sender in senders)
            {
                sender.Dispose();
            }
        }
    }

    private async Task<Report> MeasureAsync(Sender[] senders, CancellationToken cancellationToken)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = options.Pid is { } pid ? new Watch(pid) : null;
        var watched = watch?.RunAsync(watching.Token) ?? Task.CompletedTask;
        var targetBefore = Target();
        var ownBefore = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();

        var tally = await RunWorkersAsync(
            senders,
            options.Count is null ? options.Seconds : null,
            options.Count,
            cancellationToken
        );

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var ownCpu = (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds;
        var targetCpu = Target()?.CpuSeconds - targetBefore?.CpuSeconds;
        await watching.CancelAsync();
        await watched;

        var millions = tally.Acknowledged / 1e6;
        var latency = tally.Percentiles(0.5, 0.99, 1);
        return new Report
        {
            What =
                $"{options.Signal} over {options.Protocol} to {options.Address}: {options.Connections} connections x "
                + $"{options.InFlight} in flight, batch {options.Batch}, {options.Sessions} sessions",
            Seconds = seconds,
            Acknowledged = tally.Acknowledged,
            Rejected = tally.Rejected,
            Requests = tally.Requests,
            Failures = tally.Failures,
            P50Milliseconds = latency[0],
            P99Milliseconds = latency[1],
            MaxMilliseconds = latency[2],
            OwnCpuSecondsPerMillion = ownCpu / millions,
            TargetCpuSecondsPerMillion = targetCpu / millions,
            TargetResidentMiB = watch?.ResidentMiB,
        };
    }

    private ProcessSample? Target() => options.Pid is { } pid ? ProcessSample.Of(pid) : null;

    private async Task<Tally> RunWorkersAsync(
        Sender[] senders,
        double? seconds,
        long? items,
        CancellationToken cancellationToken
    )
    {
        // Requests under way when the time is over are waited for and counted, and so is the time they take:
        // what the receiver did for them is in its CPU time.
        var end = seconds is { } s
            ? Stopwatch.GetTimestamp() + (long)(s * Stopwatch.Frequency)
            : long.MaxValue;
        var batch = Templates()[0].Items;
        var schedule = new Schedule(
            options.Rate / batch,
            items is { } n ? (n + batch - 1) / batch : null
        );
        var perConnection = options.Protocol == Protocol.Grpc ? options.InFlight : 1;
        var workers = senders
            .SelectMany(sender => Enumerable.Repeat(sender, perConnection))
            .Select(
                (sender, i) =>
                    Task.Run(() => WorkAsync(sender, i, schedule, end, cancellationToken))
            )
            .ToArray();
        var total = new Tally();
        foreach (var tally in await Task.WhenAll(workers))
        {
            total.Add(tally);
        }

        return total;
    }

    private async Task<Tally> WorkAsync(
        Sender sender,
        int worker,
        Schedule schedule,
        long end,
        CancellationToken cancellationToken
    )
    {
        var tally = new Tally();
        var templates = Templates();
        for (var turn = worker; Stopwatch.GetTimestamp() < end; turn++)
        {
            if (await schedule.NextAsync(cancellationToken) is not { } startedAt)
            {
                break;
            }

            var request = templates[turn % templates.Length];
            request.Patch(_clock.Reserve(request.Items));
            var answer = await sender.SendAsync(request, cancellationToken);
            if (answer.Failure is null)
            {
                tally.Accept(request.Items, answer.Rejected, startedAt);
            }
            else
            {
                tally.Fail(answer.Failure);
                await Task.Delay(PauseAfterFailure, cancellationToken);
            }
        }

        return tally;
    }

    private RequestTemplate[] Templates() =>
        options.Signal switch
        {
            SignalChoice.Traces => [Traces()],
            SignalChoice.Logs => [Logs()],
            SignalChoice.Metrics => [Metrics()],
            _ => [Traces(), Logs(), Metrics()],
        };

    private TraceTemplate Traces() => new(_pool, options.Batch, options.Shape);

    private LogTemplate Logs() => new(_pool, options.Batch);

    private MetricTemplate Metrics() => new(_pool, options.Batch);
}
