using System.Globalization;
using Cronos;

namespace Alerts.Configuration;

/// <summary>When a channel may be used, and when it is sent its report: in the channel's own time zone.</summary>
internal sealed class ChannelClock
{
    private readonly CronExpression? _digest;
    private readonly TimeOnly _quietFrom;
    private readonly TimeOnly _quietUntil;

    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public ChannelClock(string name, ChannelOptions options)
    {
        Name = name;
        var key = $"Alerts:Channels:{name}";
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone)
            ? zone
            : throw new ConfigurationException(
                $"{key}:TimeZone is '{options.TimeZone}', which is unknown; write an IANA name such as Europe/Berlin."
            );
        if (options.QuietHours is { Length: > 0 } quiet)
        {
            RequirePeople(options, $"{key}:QuietHours");
            (_quietFrom, _quietUntil) = Hours(quiet, $"{key}:QuietHours");
            QuietHours = quiet;
        }

        if (options.Digest is { Length: > 0 } digest)
        {
            RequirePeople(options, $"{key}:Digest");
            _digest = CronExpression.TryParse(digest, out var cron)
                ? cron
                : throw new ConfigurationException(
                    $"{key}:Digest is '{digest}', which is not a cron expression of five fields; write 0 7 * * * for every day at 07:00."
                );
            Digest = digest;
        }

        IsDigestAlways = options.DigestAlways;
        if (IsDigestAlways && Digest is null)
        {
            throw new ConfigurationException(
                $"{key}:DigestAlways needs {key}:Digest; write 0 7 * * * there for every day at 07:00."
            );
        }
    }

    public string Name { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>As configured; null without any.</summary>
    public string? QuietHours { get; }

    /// <summary>When reports are sent, as configured; null without any.</summary>
    public string? Digest { get; }

    /// <summary>Whether a report is sent when nothing went wrong.</summary>
    public bool IsDigestAlways { get; }

    public bool IsQuiet(DateTimeOffset now)
    {
        if (QuietHours is null)
        {
            return false;
        }

        var time = TimeOnly.FromDateTime(Local(now));
        return _quietFrom < _quietUntil
            ? time >= _quietFrom && time < _quietUntil
            : time >= _quietFrom || time < _quietUntil;
    }

    /// <summary>The latest report time after <paramref name="after"/> and up to <paramref name="now"/>; null if no report is due.</summary>
    public DateTimeOffset? DigestDue(DateTimeOffset after, DateTimeOffset now)
    {
        DateTimeOffset? due = null;
        // Reports that were missed meanwhile are one; a year without the alerter is not gone through minute by minute.
        var from = now - after > TimeSpan.FromDays(40) ? now.AddDays(-40) : after;
        while (
            _digest?.GetNextOccurrence(due ?? from, Zone) is { } next
            && next.ToUniversalTime() <= now
        )
        {
            due = next.ToUniversalTime();
        }

        return due;
    }

    /// <summary>A moment for people who read this channel.</summary>
    public DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).DateTime;

    private static (TimeOnly From, TimeOnly Until) Hours(string text, string key) =>
        text.Split('-', StringSplitOptions.TrimEntries) is [var from, var until]
        && Time(from) is { } start
        && Time(until) is { } end
        && start != end
            ? (start, end)
            : throw new ConfigurationException(
                $"{key} is '{text}'; write two times of day, for example 22:00-07:00."
            );

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(
            text,
            ["HH:mm", "H:mm"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var time
        )
            ? time
            : null;

    private static void RequirePeople(ChannelOptions options, string key)
    {
        if (options.Type == "alertmanager")
        {
            throw new ConfigurationException(
                $"{key} is for channels that people read; leave it out, and set time intervals in the Alertmanager."
            );
        }
    }
}
