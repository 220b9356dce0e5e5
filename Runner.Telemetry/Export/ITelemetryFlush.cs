namespace Runner.Telemetry.Export;

/// <summary>Asks whoever exports the signals to send them without waiting for the next batch. A session asks at every
/// life-cycle moment and beat, so that a view of it is live whatever the batch delays are.</summary>
interface ITelemetryFlush
{
    /// <summary>Requests that the life-cycle events and ended spans so far are sent soon; returns at once, never throws.</summary>
    void EventsSoon();

    /// <summary>Requests that the newest beat is collected and sent soon; returns at once, never throws.</summary>
    void BeatSoon();

    /// <summary>Completes when what has been emitted so far was sent or set aside for later, or when a bound of a few
    /// seconds has passed; never throws.</summary>
    ValueTask NowAsync();
}
