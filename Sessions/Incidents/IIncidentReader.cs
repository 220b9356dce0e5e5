namespace Sessions;

/// <summary>
/// Reads what the alerter keeps. Thread-safe. Without an alerter every answer is empty; nothing found is an empty answer
/// or null.
/// </summary>
/// <remarks>All methods throw <see cref="StoreUnavailableException"/> when the alerter's file cannot be read now.</remarks>
public interface IIncidentReader
{
    /// <summary>Incidents, the one that was noticed last first.</summary>
    Page<Incident> List(IncidentQuery query);

    /// <summary>One incident, or null.</summary>
    Incident? Find(string id);

    /// <summary>What channels were told of an incident, in order.</summary>
    IReadOnlyList<IncidentDelivery> Deliveries(string incidentId);

    /// <summary>The same of several incidents, by their ids.</summary>
    ILookup<string, IncidentDelivery> DeliveriesOf(IReadOnlyCollection<string> incidentIds);

    /// <summary>How delivery goes on each channel that was ever told anything, by name.</summary>
    IReadOnlyList<ChannelState> Channels();
}

/// <summary>Which incidents.</summary>
public sealed record IncidentQuery
{
    /// <summary>Only open ones, or only those that are over; null for both.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>Exact name.</summary>
    public string? Runner { get; init; }

    /// <summary>Of any of these kinds; empty for all.</summary>
    public IReadOnlyList<IncidentKind> Kinds { get; init; } = [];

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary><see cref="Page{T}.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A message about an incident on its way over one channel.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Event">What it says.</param>
/// <param name="Title">Its first line.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="DeliveredAt">UTC; null while it is not delivered.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="Problem">Why the newest attempt failed; names neither address nor secret.</param>
public sealed record IncidentDelivery(
    string Channel,
    IncidentEvent Event,
    string Title,
    DeliveryState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeliveredAt,
    int Attempts,
    string? Problem
);

/// <summary>How far a message is.</summary>
public enum DeliveryState
{
    /// <summary>It is sent, or sent again, as soon as it is due.</summary>
    Waiting,

    /// <summary>It waits for the end of quiet hours.</summary>
    Held,

    /// <summary>It became part of a summary.</summary>
    Summarised,

    Delivered,

    /// <summary>The receiver refused it, or did not take it within a day.</summary>
    GivenUp,
}

/// <summary>How delivery goes on a channel.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Waiting">Messages that are to be sent.</param>
/// <param name="Held">Messages that wait for the end of quiet hours.</param>
/// <param name="Delivered">Messages that were delivered, of the last 90 days.</param>
/// <param name="GivenUp">Messages that were given up, of the last 90 days.</param>
/// <param name="DeliveredAt">When the newest one was delivered, UTC; null when none was.</param>
/// <param name="Problem">Why the newest attempt of a message that waits failed; null when none did.</param>
public sealed record ChannelState(
    string Channel,
    long Waiting,
    long Held,
    long Delivered,
    long GivenUp,
    DateTimeOffset? DeliveredAt,
    string? Problem
);
