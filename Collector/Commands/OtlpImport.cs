using System.Text.Json;
using Collector.Decode;
using Collector.Project;
using Collector.Receive;
using Collector.Receive.Json;
using Sessions;

namespace Collector.Commands;

/// <summary>
/// Imports OTLP/JSON, one request a line, through the decoding and projection that received requests go through; what
/// it speaks of arrived when it happened.
/// </summary>
internal sealed class OtlpImport(ISessionWriter writer, ISessionReader reader, TimeProvider clock)
{
    private const int LongestRequest = 64 * 1024 * 1024;

    // What the store had of a session's figures before this file.
    private readonly Dictionary<string, IReadOnlyList<FigureTrack>> _figures = new(
        StringComparer.Ordinal
    );

    public async Task<ImportReport> ReadAsync(Stream lines, CancellationToken cancellationToken)
    {
        var report = new ImportReport();
        using var projector = new Projector();
        var projection = new Projection();
        await foreach (var (number, line) in LineReader.ReadAsync(lines, cancellationToken))
        {
            report.Lines++;
            if (Project(line, projector, projection) is { } problem)
            {
                report.Refuse(number, problem);
            }
            else
            {
                await WriteAsync(projection, report, cancellationToken);
                if (projection.Rejected > 0)
                {
                    report.Refuse(
                        number,
                        $"{projection.Rejected} of {projection.Items} items: {projection.RejectedBecause}"
                    );
                }
            }
        }

        return report;
    }

    /// <summary>Which request a key stands for.</summary>
    public static Signal? SignalOf(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("resourceSpans"u8) ? Signal.Traces
        : key.SequenceEqual("resourceLogs"u8) ? Signal.Logs
        : key.SequenceEqual("resourceMetrics"u8) ? Signal.Metrics
        : null;

    private static string? Project(byte[]? line, Projector projector, Projection projection)
    {
        if (line is null)
        {
            return $"is longer than {LineReader.MaxLength} bytes";
        }

        try
        {
            var reader = new Utf8JsonReader(line);
            if (
                !reader.Read()
                || !reader.Read()
                || reader.TokenType != JsonTokenType.PropertyName
                || SignalOf(reader.ValueSpan) is not { } signal
            )
            {
                return "must be an object with resourceSpans, resourceLogs or resourceMetrics";
            }

            using var request = new ByteBudget(LongestRequest * 2L).Open("import");
            using var buffer = new GrowingBuffer(LongestRequest, request);
            JsonTranscoder.Transcode(signal, line, buffer);
            projector.Project(signal, buffer.Written.Span, projection);
            return null;
        }
        catch (Exception bad)
            when (bad is JsonException or RefusedException or MalformedMessageException)
        {
            return bad.Message;
        }
    }

    private async Task WriteAsync(
        Projection projection,
        ImportReport report,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var points = projection.Points.ToLookup(p => p.SessionId);
        var events = projection.Events.ToLookup(e => e.SessionId);
        var figures = projection.Figures.ToLookup(p => p.SessionId);
        foreach (
            var session in points
                .Select(g => g.Key)
                .Union(events.Select(g => g.Key))
                .Union(figures.Select(g => g.Key))
        )
        {
            var newest = events[session]
                .Select(e => e.Timestamp)
                .Concat(points[session].Select(p => p.Timestamp))
                .Concat(figures[session].Select(p => p.Timestamp))
                .Max();
            var batch = new WriteBatch { ArrivedAt = newest < now ? newest : now };
            batch.Events.AddRange(events[session]);
            batch.Points.AddRange(points[session]);
            batch.Figures.AddRange(await NewAsync(session, figures[session], cancellationToken));
            report.Count(await writer.WriteAsync(batch, cancellationToken));
            if (session.Length > 0)
            {
                report.Sessions.Add(session);
            }
        }
    }

    /// <summary>
    /// Without the deltas of a time that the store has counted already: an export puts many of them together, so that
    /// they are not known by their own intervals any more.
    /// </summary>
    private async Task<IEnumerable<FigurePoint>> NewAsync(
        string session,
        IEnumerable<FigurePoint> points,
        CancellationToken cancellationToken
    )
    {
        if (!points.Any(point => point.Figure.IsDelta))
        {
            return points;
        }

        if (!_figures.TryGetValue(session, out var known))
        {
            known = await reader.FigureTracksAsync(session, cancellationToken);
            _figures.Add(session, known);
        }

        return points.Where(point =>
            !point.Figure.IsDelta
            || !known.Any(track =>
                track.Figure.Key == point.Figure.Key
                && track.Source == point.Source
                && track.Cells[0].At <= point.Timestamp
                && track.Cells[^1].At >= point.Timestamp
            )
        );
    }
}
