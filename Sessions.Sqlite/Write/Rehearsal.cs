namespace Sessions.Sqlite.Write;

/// <summary>
/// A short session that is written and taken back when a store is opened: otherwise the first batch, and whoever waits
/// for its acknowledgement, would wait until all that writes it is compiled and its statements are prepared.
/// </summary>
internal static class Rehearsal
{
    public static WriteBatch NewBatch()
    {
        var none = new SessionEvent
        {
            SessionId = "rehearsal",
            Type = EventType.RunnerStart,
            Timestamp = DateTimeOffset.UnixEpoch,
            TraceId = new string('1', 32),
            SpanId = new string('1', 16),
        };
        var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UnixEpoch };
        batch.Events.AddRange([
            none with
            {
                Session = new SessionHeader { RunnerName = "rehearsal", InitialCapital = 1 },
            },
            none with
            {
                Type = EventType.PhaseStart,
                Phase = "rehearsal",
                PhaseInfo = new PhaseHeader(0, 1),
            },
            none with
            {
                Type = EventType.Checkpoint,
                Phase = "rehearsal",
                Checkpoint = "rehearsal",
                Status = EventStatus.Pass,
                Message = "rehearsal",
            },
            none with
            {
                Type = EventType.Heartbeat,
                TraceId = null,
                SpanId = null,
                Beat = new Beat(1, 1, 1),
                Figures = new Figures { Equity = 1, Trades = 1 },
            },
            none with
            {
                Type = EventType.RunnerEnd,
                Status = EventStatus.Success,
            },
        ]);
        return batch;
    }
}
