using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Runner.Telemetry.Beats;
using Runner.Telemetry.Export;
using Runner.Telemetry.Life;

namespace Runner.Telemetry;

/// <summary>Where sessions are started. Emits on an <see cref="ActivitySource"/>, a meter and an <see cref="ILogger"/>
/// category that all bear <see cref="SourceName"/>; with nothing listening it costs next to nothing.</summary>
public sealed class RunnerTelemetry : IAsyncDisposable
{
    /// <summary>Name of the activity source, of the meter and of the log category.</summary>
    public const string SourceName = "Runner.Telemetry";

    static readonly string? Version = typeof(RunnerTelemetry)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion.Split('+')[0];

    internal static readonly ActivitySource Source = new(SourceName, Version);

    readonly OtlpPipeline? pipeline;

    /// <param name="loggers">Where life-cycle events are logged.</param>
    /// <param name="flush">Who is asked to send promptly; null leaves that to the batches.</param>
    /// <param name="time">Clock of beats, time limits and every timestamp.</param>
    public RunnerTelemetry(
        ILoggerFactory loggers,
        ITelemetryFlush? flush = null,
        TimeProvider? time = null
    )
    {
        ArgumentNullException.ThrowIfNull(loggers);
        Log = new LifeLog(loggers.CreateLogger(SourceName));
        Gauges = new SessionGauges(SourceName, Version);
        Flush = flush;
        Time = time ?? TimeProvider.System;
    }

    RunnerTelemetry(OtlpPipeline pipeline, TimeProvider? time)
        : this(pipeline.Loggers, pipeline.Flush, time) => this.pipeline = pipeline;

    /// <summary>Export requests given up so far: refused by the receiver for good, or without room on disk while it was away.</summary>
    public long LostRequests => pipeline?.Lost ?? 0;

    internal LifeLog Log { get; }

    internal SessionGauges Gauges { get; }

    internal ITelemetryFlush? Flush { get; }

    internal TimeProvider Time { get; }

    /// <summary>Emits by OTLP to where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> points, by default <c>http://localhost:4317</c>.</summary>
    /// <param name="serviceName"><c>service.name</c>, unless <c>OTEL_SERVICE_NAME</c> is set.</param>
    /// <param name="configuration">Where the <c>OTEL_*</c> settings are read; null means the environment.</param>
    /// <param name="time">Clock of beats, time limits and every timestamp.</param>
    public static RunnerTelemetry Export(
        string serviceName,
        IConfiguration? configuration = null,
        TimeProvider? time = null
    ) => new(new OtlpPipeline(serviceName, configuration), time);

    /// <summary>Starts a session. Disposing it ends it; without <see cref="RunnerSession.Complete"/> it ends as an error.</summary>
    public RunnerSession StartSession(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RunnerSession(this, options);
    }

    /// <summary>Runs a whole session and ends it by how the work ended: success, or failed, timeout, cancelled or error by
    /// the exception, which is rethrown.</summary>
    /// <param name="cancellation">Ends the session as cancelled.</param>
    public async Task RunSessionAsync(
        SessionOptions options,
        Func<RunnerSession, CancellationToken, Task> work,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var session = StartSession(options);
        try
        {
            await work(session, cancellation);
            session.Complete();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            session.Cancel();
            throw;
        }
        catch (PhaseFailedException failure)
        {
            session.Fail(failure.Message);
            throw;
        }
        catch (Exception error)
        {
            session.Error(error);
            throw;
        }
    }

    /// <summary>Sends what is left, within a few seconds also when nobody receives it, and ends the instruments. End the
    /// sessions first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (pipeline is not null)
        {
            await pipeline.DisposeAsync();
        }

        Gauges.Dispose();
    }
}
