namespace Sessions;

/// <summary>
/// Takes in events from JSON lines: this project's own export and the Python runner's <c>events.jsonl</c>. Good lines go
/// in, bad ones are listed; taking the same file in again changes nothing.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="options">How.</param>
public sealed class EventImport(ISessionWriter writer, ImportOptions options)
{
    private const int LinesAtOnce = 5000;
    private const long BytesAtOnce = 32 * 1024 * 1024;

    /// <summary>Reads to the stream's end and leaves it open.</summary>
    /// <exception cref="StoreUnavailableException">The store refused; what was written until then stays, and the file
    /// can be taken in again from its start.</exception>
    public async Task<ImportReport> ReadAsync(Stream lines, CancellationToken cancellationToken)
    {
        var report = new ImportReport();
        var predecessor = new Predecessor(options);
        List<SessionEvent> events = [];
        var bytes = 0L;
        await foreach (var (number, line) in LineReader.ReadAsync(lines, cancellationToken))
        {
            report.Lines++;
            if (line is null)
            {
                report.Refuse(number, $"is longer than {LineReader.MaxLength} bytes");
                continue;
            }

            try
            {
                events.Add(Read(line, predecessor));
                bytes += line.Length;
            }
            catch (SchemaException problem)
            {
                report.Refuse(number, problem.Message);
            }

            if (events.Count >= LinesAtOnce || bytes >= BytesAtOnce)
            {
                await WriteAsync(events, report, cancellationToken);
                events.Clear();
                bytes = 0;
            }
        }

        await WriteAsync(events, report, cancellationToken);
        return report;
    }

    private SessionEvent Read(byte[] line, Predecessor predecessor)
    {
        // Found by trial: whether a line names a session is known once it is read.
        const string unnamed = "\0";
        var e = EventJson.Read(line, options.Reading with { DefaultSession = unnamed });
        if (e.SessionId == unnamed)
        {
            if (!options.Reading.IsLenient)
            {
                throw new SchemaException("session_id", "is required");
            }

            predecessor.NoteUnnamed(e);
            e = e with { SessionId = options.Reading.DefaultSession ?? predecessor.Unnamed! };
        }

        return predecessor.Adapt(e);
    }

    /// <summary>
    /// One batch for each session: what is imported arrived when it happened, so that a session that never ended counts
    /// as lost since its last event and not as running from now on.
    /// </summary>
    private async Task WriteAsync(
        List<SessionEvent> events,
        ImportReport report,
        CancellationToken cancellationToken
    )
    {
        foreach (var session in events.GroupBy(e => e.SessionId))
        {
            var newest = session.Max(e => e.Timestamp);
            var now = options.Clock.GetUtcNow();
            var batch = new WriteBatch { ArrivedAt = newest < now ? newest : now };
            batch.Events.AddRange(session);
            report.Sessions.Add(session.Key);
            report.Count(await writer.WriteAsync(batch, cancellationToken));
        }
    }
}
