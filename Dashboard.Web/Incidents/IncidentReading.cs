using Microsoft.Extensions.Caching.Memory;
using Sessions;
using Sessions.Sqlite.Incidents;

namespace Dashboard.Web.Incidents;

/// <summary>Reads what the alerter has told of, from its file, beside it.</summary>
internal sealed class IncidentReading(
    IIncidentReader reader,
    IConfiguration configuration,
    TimeProvider time
)
{
    /// <summary>Open incidents that are shown.</summary>
    public const int MostOpen = 200;

    /// <summary>Incidents of a page of those that are over.</summary>
    private const int PageSize = 50;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions());
    private readonly string _file = IncidentStoreLocation.FileOf(configuration);

    /// <summary>Whether an alerter has ever run here.</summary>
    public bool HasAlerter => File.Exists(_file);

    /// <summary>All that the page shows.</summary>
    /// <param name="before">Where the page of those that are over begins; null for the first.</param>
    /// <param name="telemetry">Of the collector.</param>
    /// <exception cref="StoreUnavailableException">The alerter's file cannot be read.</exception>
    public IncidentsModel Read(string? before, TelemetryHealth telemetry)
    {
        var now = time.GetUtcNow();
        var past = Page(
            new IncidentQuery
            {
                IsOpen = false,
                Limit = PageSize,
                Cursor = before,
            }
        );
        return new IncidentsModel
        {
            HasAlerter = HasAlerter,
            File = _file,
            Open = Page(new IncidentQuery { IsOpen = true, Limit = MostOpen }).Items,
            Past = past.Items,
            Older = past.Next,
            IsLater = before is not null,
            Today = reader
                .List(new IncidentQuery { Limit = 500 })
                .Items.Count(incident => incident.OpenedAt > now.AddDays(-1)),
            Channels = reader.Channels(),
            Telemetry = telemetry,
            Now = now,
        };
    }

    /// <summary>Incidents with their messages.</summary>
    /// <exception cref="StoreUnavailableException">The alerter's file cannot be read.</exception>
    public Page<ToldIncident> Page(IncidentQuery query)
    {
        var page = reader.List(query);
        var messages = reader.DeliveriesOf([.. page.Items.Select(incident => incident.Id)]);
        return new Page<ToldIncident>(
            [
                .. page.Items.Select(incident => new ToldIncident(
                    incident,
                    [.. messages[incident.Id]]
                )),
            ],
            page.Next
        );
    }

    /// <exception cref="StoreUnavailableException">The alerter's file cannot be read.</exception>
    public IReadOnlyList<ChannelState> Channels() => reader.Channels();

    /// <summary>
    /// The open incident of a session or of a runner; null without one, and while the alerter's file cannot be read: that
    /// keeps nobody from a page of sessions, and the page of incidents says it.
    /// </summary>
    public Incident? OpenOf(string? runner, string? session)
    {
        var open = _kept.GetOrCreate(
            "open",
            entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = KeptFor;
                try
                {
                    return reader.List(new IncidentQuery { IsOpen = true, Limit = 500 }).Items;
                }
                catch (StoreUnavailableException)
                {
                    return [];
                }
            }
        )!;
        return open.FirstOrDefault(incident =>
            session is not null ? incident.SessionId == session : incident.Runner == runner
        );
    }
}
