using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.Beats;

/// <summary>
/// The beats of the sessions that are looked at. A session is read whole once; then only what came since, unless beats
/// have come in between.
/// </summary>
internal sealed class BeatTracks(ISessionReader reader)
{
    /// <summary>Beats kept in all, at about 50 bytes each.</summary>
    private const int Kept = 1_000_000;

    private const int PageSize = 10_000;

    private readonly MemoryCache _tracks = new(new MemoryCacheOptions { SizeLimit = Kept });
    private readonly SemaphoreSlim[] _gates =
    [
        .. Enumerable.Range(0, 32).Select(_ => new SemaphoreSlim(1)),
    ];

    public async ValueTask<BeatTrack> OfAsync(
        SessionState session,
        CancellationToken cancellationToken
    )
    {
        if (session.Counts.Beats == 0)
        {
            return BeatTrack.Empty;
        }

        // One reader at a time for a session: two that grow the same track would write over each other.
        var gate = _gates[(uint)StringComparer.Ordinal.GetHashCode(session.Id) % _gates.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(session, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask<BeatTrack> ReadAsync(
        SessionState session,
        CancellationToken cancellationToken
    )
    {
        var due = session.Counts.Beats;
        if (_tracks.TryGetValue(session.Id, out Known? known) && known!.Stated >= due)
        {
            return known.Track;
        }

        var track = known?.Track ?? BeatTrack.Empty;
        var grown = await GrowAsync(session.Id, track, cancellationToken);
        if (known is not null && grown.Count - track.Count < due - known.Stated)
        {
            // Some of the new ones belong between those that are known.
            grown = await GrowAsync(session.Id, BeatTrack.Empty, cancellationToken);
        }

        _tracks.Set(
            session.Id,
            new Known(grown, Math.Max(due, grown.Count)),
            new MemoryCacheEntryOptions
            {
                Size = grown.Count + 1,
                SlidingExpiration = TimeSpan.FromMinutes(5),
            }
        );
        return grown;
    }

    private async ValueTask<BeatTrack> GrowAsync(
        string session,
        BeatTrack track,
        CancellationToken cancellationToken
    )
    {
        string? after = track.Count == 0 ? null : track.Beats[^1].Cursor.ToString();
        while (true)
        {
            var page = await reader.EventsAsync(
                new EventQuery
                {
                    SessionId = session,
                    Types = [EventType.Heartbeat],
                    After = after,
                    OldestFirst = true,
                    Limit = PageSize,
                },
                cancellationToken
            );
            track = track.With([.. page.Items.Select(stored => BeatMark.Of(stored.Event))]);
            if (page.Next is null)
            {
                return track;
            }

            after = page.Next;
        }
    }

    /// <param name="Track">The beats.</param>
    /// <param name="Stated">How many the session had when they were read.</param>
    private sealed record Known(BeatTrack Track, long Stated);
}
