using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>A session as a row of the list, as of one moment.</summary>
public sealed record ListRow(SessionState State, Verdict Verdict, DateTimeOffset Now);
