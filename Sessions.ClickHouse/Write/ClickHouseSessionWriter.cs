using Sessions.ClickHouse.CustomFigures;
using Sessions.ClickHouse.Hearing;
using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;
using Sessions.ClickHouse.Schema;

namespace Sessions.ClickHouse.Write;

/// <summary>
/// The writer of a ClickHouse store. Any number of them write side by side, each in one collector. A batch is rows of
/// events, then the sessions' snapshots, then a commit; what stands beyond a writer's newest commit counts as not there
/// for other writers and for the live tail, so that a batch that failed half-way can simply be written again.
/// </summary>
public sealed class ClickHouseSessionWriter : ISessionWriter
{
    private readonly ClickHouseSettings _settings;
    private readonly WriterOptions _options;
    private readonly TimeProvider _time;
    private readonly ClickHouseHttp _http;
    private readonly SessionLoader _loader;
    private readonly KnownRows _known;
    private readonly KnownFigures _figures;
    private readonly BeatsInForce _beats;
    private readonly Dictionary<string, LoadedSession> _sessions = new(StringComparer.Ordinal);
    private Traces _traces;
    private WriterIdentity _identity;
    private bool _isOpen;
    private bool _wasOpen;
    private long _batches;

    public ClickHouseSessionWriter(
        ClickHouseSettings settings,
        WriterOptions? options = null,
        TimeProvider? time = null
    )
    {
        _settings = settings;
        _options = options ?? new WriterOptions();
        _time = time ?? TimeProvider.System;
        _http = new ClickHouseHttp(settings);
        _loader = new SessionLoader(_http);
        _known = new KnownRows(_http);
        _figures = new KnownFigures(_http);
        _beats = new BeatsInForce(_http);
        _traces = new Traces(_http, _options.WaitingEvents);
        _identity = new WriterIdentity(_time);
    }

    public async ValueTask<WriteResult> WriteAsync(
        WriteBatch batch,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (!_isOpen)
            {
                await OpenAsync(cancellationToken);
            }

            var result = await StoreAsync(batch, cancellationToken);
            if (batch.Hearing is { } period)
            {
                await HearingRows.WriteAsync(_http, period, cancellationToken);
            }

            Trim();
            return result;
        }
        catch
        {
            // Part of the batch may be stored or may still land: what this identity wrote since its last commit is left.
            _identity = new WriterIdentity(_time);
            // Its tables may have been removed.
            _isOpen = false;
            _sessions.Clear();
            _traces = new Traces(_http, _options.WaitingEvents);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes the tables where they are missing. A user that is refused at first is a bad setting, and away later.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StoreSchema.MigrateAsync(_http, _settings, cancellationToken);
            _isOpen = _wasOpen = true;
        }
        catch (StoreUnavailableException exception)
            when (!_wasOpen && exception.InnerException is ClickHouseError { IsAccess: true })
        {
            throw new StoreUnusableException(exception.Message, exception);
        }
    }

    private async Task<WriteResult> StoreAsync(
        WriteBatch batch,
        CancellationToken cancellationToken
    )
    {
        var arrivals = await new Arrivals(_traces).SortAsync(batch, _identity, cancellationToken);
        var ids = arrivals
            .Ready.Select(ready => ready.Event.SessionId)
            .Concat(batch.Points.Select(point => point.SessionId))
            .Concat(batch.Figures.Select(point => point.SessionId))
            .ToHashSet(StringComparer.Ordinal);
        // Asked for an empty batch too, which is there to tell whether the store can be had.
        var committed = await Commits.HeadsAsync(_http, cancellationToken);
        if (ids.Count == 0)
        {
            return new WriteResult(0, 0, 0, arrivals.Waiting, arrivals.Refused);
        }

        var sessions = await LoadAsync(ids, cancellationToken);
        StampBeats(arrivals.Ready, sessions);
        // After the sessions: what their states take in must be among what is known.
        var known = await _known.EventsAsync(
            arrivals
                .Ready.Select(ready => (ready.Event.SessionId, ready.Event.Id.Value))
                .Where(key => sessions[key.SessionId].TakenIn.MayHave(key.Value))
                .ToHashSet(),
            cancellationToken
        );
        var points = await _known.PointsAsync(
            batch.Points.Select(point => (point.SessionId, point.Timestamp.UtcTicks)).ToHashSet(),
            row => sessions[row.Point.SessionId].Covers.Has(row.Writer, row.Position),
            cancellationToken
        );
        var pending = new PendingBatch(_identity, sessions, known, points, committed);
        var phasesLeftOut = new List<SessionEvent>();
        foreach (var (e, at) in arrivals.Ready)
        {
            var before = sessions[e.SessionId].State.PhasesLeftOut;
            pending.Take(e, at);
            if (sessions[e.SessionId].State.PhasesLeftOut > before)
            {
                phasesLeftOut.Add(e);
            }
        }

        foreach (var point in batch.Points)
        {
            pending.Take(point, batch.ArrivedAt);
        }

        var (figures, leftOut) = await _figures.TakeAsync(batch, sessions, cancellationToken);
        foreach (var rows in await _beats.FindAsync(pending.Touches, cancellationToken))
        {
            pending.Touch(rows, batch.ArrivedAt);
        }

        await FigureRows.InsertAsync(
            _http,
            figures,
            batch.ArrivedAt,
            $"{Guid.NewGuid():N}",
            cancellationToken
        );
        await CommitAsync(pending, sessions, committed, cancellationToken);
        return new WriteResult(
            pending.Added,
            pending.Merged,
            pending.Known,
            arrivals.Waiting,
            arrivals.Refused
        )
        {
            FiguresLeftOut = leftOut,
            PhasesLeftOut = phasesLeftOut,
        };
    }

    private static void StampBeats(
        List<(SessionEvent Event, DateTimeOffset At)> ready,
        Dictionary<string, LoadedSession> sessions
    )
    {
        var starts = ready
            .Select(one => one.Event)
            .Where(e => e.Type == EventType.RunnerStart)
            .ToLookup(e => e.SessionId, e => (DateTimeOffset?)e.Timestamp, StringComparer.Ordinal);
        for (var i = 0; i < ready.Count; i++)
        {
            var (e, at) = ready[i];
            if (e.Type == EventType.Heartbeat)
            {
                var (state, own) = (sessions[e.SessionId].State, starts[e.SessionId]);
                ready[i] = (
                    BeatGeneration.Stamp(
                        e,
                        own.Append(state.StatedStart).Min(),
                        own.Append(state.LatestSessionStart).Max()
                    ),
                    at
                );
            }
        }
    }

    /// <summary>The sessions of a batch, up to everything that other writers committed of them.</summary>
    private async Task<Dictionary<string, LoadedSession>> LoadAsync(
        HashSet<string> ids,
        CancellationToken cancellationToken
    )
    {
        var heads = await Snapshots.HeadsAsync(_http, ids, cancellationToken);
        var cached = _sessions
            .Where(pair => ids.Contains(pair.Key))
            .ToDictionary(StringComparer.Ordinal);
        await _loader.CatchUpAsync(cached, heads, cancellationToken);
        var missing = heads.Keys.Where(id => !cached.ContainsKey(id)).ToList();
        if (missing.Count > 0)
        {
            var loaded = await _loader.LoadAsync(missing, cancellationToken);
            // After the sessions: no beat that their states take in may be missed.
            var beats = await _known.HighestBeatsAsync(missing, cancellationToken);
            foreach (var (id, session) in loaded)
            {
                session.TakenIn = new TakenIn(beats.GetValueOrDefault(id), isWhole: false);
                cached[id] = session;
            }
        }

        foreach (var id in ids)
        {
            if (!cached.TryGetValue(id, out var session))
            {
                cached[id] = session = new LoadedSession(
                    new SessionState { Id = id },
                    new Coverage(),
                    hasPoints: false
                )
                {
                    TakenIn = new TakenIn(highestBeat: 0, isWhole: true),
                };
            }

            session.LastUsed = _batches;
            _sessions[id] = session;
        }

        return cached;
    }

    private async Task CommitAsync(
        PendingBatch pending,
        Dictionary<string, LoadedSession> sessions,
        Coverage seen,
        CancellationToken cancellationToken
    )
    {
        // A commit stands at its newest row, so that who has read that row has the position of the store. A batch that says
        // nothing new is no commit; its sessions' signs of life are in their snapshots.
        var position = pending.HasRows ? _identity.Last : _identity.Next();
        await Snapshots.InsertRowsAsync(_http, _identity, position, pending, cancellationToken);
        foreach (var session in sessions.Values)
        {
            session.Covers.Add(_identity.Writer, position);
            if (session.NeedsRefold)
            {
                await _loader.RefoldAsync(session, cancellationToken);
            }
        }

        await Snapshots.InsertAsync(_http, _identity, position, sessions.Values, cancellationToken);
        if (pending.HasRows)
        {
            await Commits.AddAsync(_http, _identity.Writer, position, seen, cancellationToken);
        }
    }

    private List<KeyValuePair<string, LoadedSession>> QuietFirst() =>
        [.. _sessions.OrderBy(pair => pair.Value.LastUsed)];

    private void Trim()
    {
        _batches++;
        if (_sessions.Count > _options.HotSessions)
        {
            foreach (var (id, _) in QuietFirst().Take(_sessions.Count - _options.HotSessions / 2))
            {
                _sessions.Remove(id);
            }
        }

        var events = _sessions.Values.Sum(session => session.TakenIn.Count);
        if (events > _options.HotEvents)
        {
            foreach (var (_, session) in QuietFirst())
            {
                events -= session.TakenIn.Count;
                session.TakenIn.Forget();
                if (events <= _options.HotEvents / 2)
                {
                    break;
                }
            }
        }
    }
}
