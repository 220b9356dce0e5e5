namespace Load.Measure;

/// <summary>Samples a process once a second while a run lasts.</summary>
public sealed class Watch(int pid)
{
    private readonly List<double> _residentMiB = [];

    public IReadOnlyList<double> ResidentMiB => _residentMiB;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                _residentMiB.Add(ProcessSample.Of(pid).ResidentBytes / 1048576.0);
            } while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
