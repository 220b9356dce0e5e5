using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Runner.Telemetry.Export;
using Runner.Telemetry.Heartbeats;
using Runner.Telemetry.Lifecycle;
using Runner.Telemetry.Settings;

namespace Runner.Telemetry;

/// <summary>Where sessions are started. Emits on an <see cref="ActivitySource"/>, a meter and an <see cref="ILogger"/>
/// category that all bear <see cref="SourceName"/>; with nothing listening it costs next to nothing.</summary>
public sealed class RunnerTelemetry : IAsyncDisposable, IDisposable
{
    /// <summary>Name of the activity source, of the meter and of the log category.</summary>
    public const string SourceName = "Runner.Telemetry";

    static readonly string? Version = typeof(RunnerTelemetry)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion.Split('+')[0];

    internal static readonly ActivitySource Source = new(SourceName, Version);

    readonly OtlpPipeline? _pipeline;
    readonly PromptFlush? _flush;

    /// <summary>Emits to whatever listens in this process: the application's own OpenTelemetry pipeline, say. How live a view
    /// of it is depends on that pipeline's delays.</summary>
    /// <param name="loggers">Where life-cycle events are logged.</param>
    /// <param name="timeProvider">Clock of heartbeats, time limits and every timestamp; null is the system's.</param>
    public RunnerTelemetry(ILoggerFactory loggers, TimeProvider? timeProvider = null)
        : this(loggers, null, timeProvider) { }

    internal RunnerTelemetry(ILoggerFactory loggers, PromptFlush? flush, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        Log = new LifeCycleLog(loggers.CreateLogger(SourceName));
        Gauges = new SessionGauges(SourceName, Version);
        _flush = flush;
        Flush = flush;
        Time = timeProvider ?? TimeProvider.System;
    }

    RunnerTelemetry(OtlpPipeline pipeline, TimeProvider? timeProvider)
        : this(pipeline.Loggers, null, timeProvider)
    {
        _pipeline = pipeline;
        Flush = pipeline.Flush;
    }

    /// <summary>Export requests given up so far: refused by the receiver for good, or without room on disk while it was
    /// away. 0 when the application's own pipeline exports.</summary>
    public long LostRequests => _pipeline?.Lost ?? 0;

    internal LifeCycleLog Log { get; }

    internal SessionGauges Gauges { get; }

    internal ITelemetryFlush? Flush { get; }

    internal TimeProvider Time { get; }

    /// <summary>Emits by OTLP to where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> points, by default <c>http://localhost:4317</c>.</summary>
    /// <param name="serviceName"><c>service.name</c>, unless <c>OTEL_SERVICE_NAME</c> is set.</param>
    /// <param name="configuration">Where the <c>OTEL_*</c> settings are read; null means the environment.</param>
    /// <param name="timeProvider">Clock of heartbeats, time limits and every timestamp; null is the system's.</param>
    /// <exception cref="OptionsValidationException">A setting is not valid; the message names it and the fix.</exception>
    public static RunnerTelemetry Export(
        string serviceName,
        IConfiguration? configuration = null,
        TimeProvider? timeProvider = null
    ) =>
        Create(
            new RunnerTelemetryOptions { ServiceName = serviceName },
            configuration ?? new ConfigurationBuilder().AddEnvironmentVariables().Build(),
            timeProvider
        );

    /// <summary>Emits by OTLP, with options.</summary>
    /// <param name="options">Its <see cref="RunnerTelemetryOptions.Export"/> is not asked.</param>
    /// <param name="configuration">Where the <c>OTEL_*</c> settings are read.</param>
    /// <exception cref="OptionsValidationException">An option or a setting is not valid; the message names it and the
    /// fix.</exception>
    public static RunnerTelemetry Export(
        RunnerTelemetryOptions options,
        IConfiguration configuration
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(configuration);
        return Create(options, configuration, null);
    }

    internal static RunnerTelemetry Create(
        RunnerTelemetryOptions options,
        IConfiguration configuration,
        TimeProvider? timeProvider
    )
    {
        new RunnerTelemetryOptionsRules(configuration).Require(options);
        return new(new OtlpPipeline(options, configuration), timeProvider);
    }

    /// <summary>Starts a session. Disposing it ends it; without <see cref="RunnerSession.Complete"/> it ends as an
    /// error.</summary>
    /// <param name="options">What is known of it.</param>
    /// <exception cref="ArgumentException">An option is not valid; the message names it and the fix.</exception>
    public RunnerSession StartSession(RunnerSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SessionRules.Require(options);
        return new RunnerSession(this, options);
    }

    /// <summary>Runs a whole session and ends it by how the work ended: success, or failed, timeout, cancelled or error by
    /// the exception, which is rethrown.</summary>
    /// <param name="options">What is known of the session.</param>
    /// <param name="work">Gets the session and <paramref name="cancellationToken"/>.</param>
    /// <param name="cancellationToken">Ends the session as cancelled.</param>
    /// <exception cref="ArgumentException">An option is not valid; the message names it and the fix.</exception>
    public async Task RunSessionAsync(
        RunnerSessionOptions options,
        Func<RunnerSession, CancellationToken, Task> work,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var session = StartSession(options);
        try
        {
            await work(session, cancellationToken);
            session.Complete();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
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
        if (_pipeline is not null)
        {
            await _pipeline.DisposeAsync();
        }

        _flush?.Dispose();
        Gauges.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>, and waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
