using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>Makes what one watched session needs.</summary>
internal sealed class LiveSessionFactory(
    ISessionReader reader,
    SessionViews views,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    TimeProvider time
)
{
    public LiveSession Create(string sessionId) =>
        new(
            sessionId,
            reader,
            views,
            new SessionFragments(reader, scopes, loggers),
            time,
            loggers.CreateLogger<LiveSession>()
        );
}
