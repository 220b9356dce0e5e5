using Alerts.Channels;
using Alerts.Configuration;
using Alerts.Outbox;
using Sessions;

namespace Alerts.Tests;

/// <summary>Messages and channels, short to write down.</summary>
internal static class Given
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Message Failed { get; } =
        new()
        {
            IncidentId = "abc",
            Event = IncidentEvent.Opened,
            Kind = IncidentKind.Failed,
            Title = "nightly-backup failed",
            Text =
                "Failed in Dump after 3m 0s: disk <full> & “gone”.\nSince 2026-03-01 12:00:00 UTC.",
            Runner = "nightly-backup",
            SessionId = "s1",
            Since = Noon,
            Link = "http://localhost:5180/sessions/s1",
            LastEvents = ["12:00:00 error disk full"],
        };

    public static IChannel Channel(ChannelOptions options, OutboxFile? outbox = null) =>
        ChannelList.Of(
            new AlertOptions { Channels = { ["one"] = options } },
            TimeProvider.System,
            () => outbox!
        )[0];

    public static ChannelOptions To(string type, string url) =>
        new()
        {
            Type = type,
            Url = url,
            AllowPrivateAddress = true,
        };

    public static string TempFile() =>
        Path.Combine(Directory.CreateTempSubdirectory("alerts-").FullName, "alerts.db");

    public static WriteBatch Batch(
        string runner,
        string id,
        DateTimeOffset at,
        EventStatus? status,
        string? message = null,
        Schedule? schedule = null,
        double minutes = 1
    )
    {
        var batch = new WriteBatch { ArrivedAt = at };
        batch.Events.Add(
            new SessionEvent
            {
                SessionId = id,
                Type = EventType.RunnerStart,
                Timestamp = at,
                Session = new SessionHeader { RunnerName = runner, Schedule = schedule },
            }
        );
        if (status is { } end)
        {
            batch.Events.Add(
                new SessionEvent
                {
                    SessionId = id,
                    Type = EventType.RunnerEnd,
                    Timestamp = at.AddMinutes(minutes),
                    Status = end,
                    Message = message,
                }
            );
        }

        return batch;
    }
}
