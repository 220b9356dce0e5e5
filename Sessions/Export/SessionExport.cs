using System.Buffers;
using System.Text.Json;

namespace Sessions;

/// <summary>
/// A session as files that other programs read: its events as JSON lines, its summary as JSON, or everything as OTLP.
/// Each writes to the stream as it reads, in pieces of bounded size, and leaves the stream open.
/// </summary>
public static class SessionExport
{
    /// <summary>Writes one event a line, oldest first, in the event schema (<see cref="EventJson"/>).</summary>
    /// <returns>False when there is no such session; nothing is written then.</returns>
    public static async Task<bool> WriteEventsAsync(
        ISessionReader reader,
        string sessionId,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(sessionId, cancellationToken) is null)
        {
            return false;
        }

        var lines = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(lines);
        await foreach (var page in SessionFeed.PagesAsync(reader, sessionId, cancellationToken))
        {
            foreach (var e in page)
            {
                EventJson.Write(writer, e);
                writer.Flush();
                writer.Reset();
                lines.Write("\n"u8);
            }

            await stream.WriteAsync(lines.WrittenMemory, cancellationToken);
            lines.ResetWrittenCount();
        }

        return true;
    }

    /// <summary>Writes the summary as it stands (<see cref="SummaryJson"/>).</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="now">The present by the collector's clock: a running session's runtime ends here.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when there is no such session; nothing is written then.</returns>
    public static async Task<bool> WriteSummaryAsync(
        ISessionReader reader,
        string sessionId,
        Stream stream,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(sessionId, cancellationToken) is not { } session)
        {
            return false;
        }

        var curve = await reader.EquityAsync(sessionId, 2, cancellationToken);
        await using (var writer = new Utf8JsonWriter(stream))
        {
            SummaryJson.Write(
                writer,
                session,
                curve.Total > 0 ? curve.MaxDrawdown : null,
                RunnerClock.Now(session, now)
            );
        }

        await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
        return true;
    }

    /// <summary>
    /// Writes the session as OTLP, one <c>ExportLogsServiceRequest</c>, <c>ExportMetricsServiceRequest</c> or
    /// <c>ExportTraceServiceRequest</c> in JSON a line, each at most about 1 MiB: what otelcol's file exporter
    /// writes and what any OTLP/HTTP endpoint takes line by line. Sending it to this project's collector gives an equal
    /// session. What OTLP has no place for is left out: a beat's message, ids and details; an event without a status
    /// comes back with the one that its type implies.
    /// </summary>
    /// <returns>False when there is no such session; nothing is written then.</returns>
    public static async Task<bool> WriteOtlpJsonAsync(
        ISessionReader reader,
        string sessionId,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(sessionId, cancellationToken) is not { } session)
        {
            return false;
        }

        var environment = await RunFactsReads.FindAsync(reader, sessionId, cancellationToken);
        using var lines = new OtlpLines(stream, environment?.Environment);
        var spans = new OtlpSpans();
        await foreach (var page in SessionFeed.PagesAsync(reader, sessionId, cancellationToken))
        {
            foreach (var e in page.Where(e => e.Type != EventType.Heartbeat))
            {
                await lines.WriteAsync(
                    OtlpSignal.Logs,
                    writer => OtlpLogRecord.Write(writer, e),
                    cancellationToken
                );
                spans.Take(e);
            }

            await lines.EndAsync(cancellationToken);
            foreach (var gauge in OtlpGauges.Of(page))
            {
                await lines.WriteAsync(OtlpSignal.Metrics, gauge, cancellationToken);
            }

            await lines.EndAsync(cancellationToken);
        }

        foreach (var span in spans.Ended)
        {
            await lines.WriteAsync(OtlpSignal.Traces, span.Write, cancellationToken);
        }

        await WriteFiguresAsync(lines, reader, sessionId, cancellationToken);
        return true;
    }

    /// <summary>
    /// Writes the session's own figures as OTLP, as <see cref="WriteOtlpJsonAsync"/> does: a store that takes them in has
    /// the same figures, and one that has them already keeps what it has.
    /// </summary>
    /// <returns>False when there is no such session; nothing is written then.</returns>
    public static async Task<bool> WriteFiguresAsync(
        ISessionReader reader,
        string sessionId,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(sessionId, cancellationToken) is null)
        {
            return false;
        }

        using var lines = new OtlpLines(stream, environment: null);
        await WriteFiguresAsync(lines, reader, sessionId, cancellationToken);
        return true;
    }

    private static async Task WriteFiguresAsync(
        OtlpLines lines,
        ISessionReader reader,
        string sessionId,
        CancellationToken cancellationToken
    )
    {
        await lines.EndAsync(cancellationToken);
        foreach (var track in await reader.FigureTracksAsync(sessionId, cancellationToken))
        {
            await lines.WriteAsync(
                OtlpSignal.Metrics,
                writer => OtlpFigures.Write(writer, sessionId, track),
                cancellationToken
            );
            await lines.EndAsync(cancellationToken);
        }
    }
}
