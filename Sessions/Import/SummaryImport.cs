using System.Text;
using System.Text.Json.Nodes;

namespace Sessions;

/// <summary>
/// Takes in a summary: as the events that a session lacks to say the same. Of a session that says it already, such as
/// one whose export is taken in again, nothing changes.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="reader">What is known already.</param>
/// <param name="options">How.</param>
public sealed class SummaryImport(
    ISessionWriter writer,
    ISessionReader reader,
    ImportOptions options
)
{
    /// <summary>Reads one JSON object, of any number of lines, to the stream's end, and leaves it open.</summary>
    /// <exception cref="StoreUnavailableException">The store refused.</exception>
    public async Task<ImportReport> ReadAsync(Stream json, CancellationToken cancellationToken)
    {
        var report = new ImportReport { Lines = 1 };
        try
        {
            var summary = SummaryJson.Read(
                await WholeAsync(json, cancellationToken),
                options.Reading
            );
            report.Sessions.Add(summary.SessionId);
            var batch = await BatchAsync(summary, cancellationToken);
            if (batch.Events.Count > 0)
            {
                report.Count(await writer.WriteAsync(batch, cancellationToken));
            }
        }
        catch (SchemaException problem)
        {
            report.Refuse(1, problem.Message);
        }

        return report;
    }

    private static async Task<byte[]> WholeAsync(Stream json, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await json.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > LineReader.MaxLength)
            {
                throw new SchemaException("", $"is longer than {LineReader.MaxLength} bytes");
            }
        }

        var bytes = whole.ToArray();
        var preamble = Encoding.UTF8.Preamble.Length;
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[preamble..] : bytes;
    }

    private async Task<WriteBatch> BatchAsync(
        SessionSummary summary,
        CancellationToken cancellationToken
    )
    {
        var known = await reader.FindAsync(summary.SessionId, cancellationToken);
        var now = options.Clock.GetUtcNow();
        var last = summary.LastUpdated ?? summary.End ?? summary.Start;
        var batch = new WriteBatch { ArrivedAt = last < now ? last : now };
        if (Start(summary, known) is { } start)
        {
            batch.Events.Add(start);
        }

        if (known is null || await SaysMoreAsync(summary, known, cancellationToken))
        {
            batch.Events.Add(Figures(summary, last));
        }

        if (summary.Status != SessionStatus.Running && known?.EndedAt is null)
        {
            batch.Events.Add(End(summary));
        }

        return batch;
    }

    private SessionEvent? Start(SessionSummary summary, SessionState? known)
    {
        var header = new SessionHeader
        {
            RunnerName = known?.Header?.RunnerName is null ? options.RunnerName : null,
            InitialCapital = Differs(summary.InitialCapital, known?.InitialCapital)
                ? summary.InitialCapital
                : null,
            PhaseCount =
                summary.PhasesTotal > (known?.PhasesTotal ?? 0) ? summary.PhasesTotal : null,
        };
        var saysMore = header != new SessionHeader();
        return known is not null && !saysMore && summary.Start >= known.StartedAt
            ? null
            : new SessionEvent
            {
                SessionId = summary.SessionId,
                Type = EventType.RunnerStart,
                Timestamp =
                    summary.Start < known?.StartedAt
                        ? summary.Start
                        : known?.StartedAt ?? summary.Start,
                Session = saysMore ? header : null,
            };
    }

    private static SessionEvent End(SessionSummary summary)
    {
        WireName.TryParse(WireName.Of(summary.Status), out EventStatus status);
        return new SessionEvent
        {
            SessionId = summary.SessionId,
            Type = EventType.RunnerEnd,
            Timestamp =
                summary.End
                ?? (
                    summary.RuntimeSeconds is >= 0 and < 30 * 86400.0 and var seconds
                        ? summary.Start.AddSeconds(seconds)
                        : summary.LastUpdated ?? summary.Start
                ),
            Status = status,
            Level = summary.Status switch
            {
                SessionStatus.Success => EventLevel.Info,
                SessionStatus.Cancelled => EventLevel.Warning,
                _ => EventLevel.Error,
            },
        };
    }

    private async Task<bool> SaysMoreAsync(
        SessionSummary summary,
        SessionState known,
        CancellationToken cancellationToken
    )
    {
        var totals = known.Totals;
        var curve = await reader.EquityAsync(summary.SessionId, 2, cancellationToken);
        return Differs(summary.CurrentEquity, known.CurrentEquity)
            || Differs(summary.Totals?.Trades, totals.Trades)
            || Differs(summary.Totals?.Wins, totals.Wins)
            || Differs(summary.Totals?.Losses, totals.Losses)
            || Differs(summary.MaxDrawdown, curve.MaxDrawdown)
            || summary.Details is not null;
    }

    private static SessionEvent Figures(SessionSummary summary, DateTimeOffset at)
    {
        var details = summary.Details is { } rest ? JsonNode.Parse(rest)!.AsObject() : [];
        details.TryAdd("phases_completed", summary.PhasesCompleted);
        details.TryAdd("roi", summary.Roi);
        details.TryAdd("max_drawdown", summary.MaxDrawdown);
        details.TryAdd("runtime_secs", summary.RuntimeSeconds);
        foreach (var (key, _) in details.Where(pair => pair.Value is null).ToList())
        {
            details.Remove(key);
        }

        var figures = (summary.Totals ?? new Figures()) with { Equity = summary.CurrentEquity };
        return new SessionEvent
        {
            SessionId = summary.SessionId,
            Type = EventType.SummaryUpdated,
            Timestamp = at,
            Message = "Imported summary",
            Figures = figures.IsEmpty ? null : figures,
            Details = details.Count > 0 ? DetailsText.Of(details) : null,
        };
    }

    /// <summary>A sum of doubles may come out a little different when it is made in another order.</summary>
    private static bool Differs(double? stated, double? known) =>
        stated is { } s && Math.Abs(s - (known ?? 0)) > 1e-9 * Math.Max(1, Math.Abs(s));
}
