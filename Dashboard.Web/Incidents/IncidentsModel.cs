using Sessions;

namespace Dashboard.Web.Incidents;

/// <summary>All that the page of incidents shows.</summary>
public sealed record IncidentsModel
{
    /// <summary>Whether an alerter has ever run here.</summary>
    public required bool HasAlerter { get; init; }

    /// <summary>The alerter's file.</summary>
    public required string File { get; init; }

    /// <summary>Newest first, at most <see cref="IncidentReading.MostOpen"/>.</summary>
    public required IReadOnlyList<ToldIncident> Open { get; init; }

    /// <summary>A page of those that are over, newest first.</summary>
    public required IReadOnlyList<ToldIncident> Past { get; init; }

    /// <summary>Where the next page of those begins; null on the last.</summary>
    public required string? Older { get; init; }

    /// <summary>Whether this is not the first page of those.</summary>
    public required bool IsLater { get; init; }

    /// <summary>How many of the newest opened in the last 24 hours.</summary>
    public required int Today { get; init; }

    public required IReadOnlyList<ChannelState> Channels { get; init; }

    public required TelemetryHealth Telemetry { get; init; }

    public required DateTimeOffset Now { get; init; }

    public long Waiting => Channels.Sum(channel => channel.Waiting + channel.Held);

    public long GivenUp => Channels.Sum(channel => channel.GivenUp);

    /// <summary>Of the tab.</summary>
    public string Title => Open.Count > 0 ? $"({Open.Count}) Incidents" : "Incidents";

    /// <summary>Of the tab.</summary>
    public string Icon =>
        Open.Count > 0 ? "bad"
        : HasAlerter ? "ok"
        : "idle";
}

/// <summary>An incident with the messages that told of it, in their order.</summary>
public sealed record ToldIncident(Incident Incident, IReadOnlyList<IncidentDelivery> Messages)
{
    /// <summary>For each channel that was to be told the first message that it has not got, otherwise its newest.</summary>
    public IEnumerable<IncidentDelivery> ByChannel =>
        Messages
            .GroupBy(message => message.Channel)
            .Select(channel =>
                channel.FirstOrDefault(message => message.DeliveredAt is null, channel.Last())
            );
}
