namespace Alerts.Configuration;

/// <summary>The section <c>Alerts</c>.</summary>
internal sealed class AlertOptions
{
    public const string Section = "Alerts";

    /// <summary>Where the dashboard is, for links; null leaves them out.</summary>
    public string? DashboardUrl { get; set; }

    /// <summary>How often it is looked at what is the matter, seconds.</summary>
    public double IntervalSeconds { get; set; } = 5;

    /// <summary>By name. Without any, nothing is watched.</summary>
    public Dictionary<string, ChannelOptions> Channels { get; set; } = [];

    /// <summary>Who is told of what. Without any, every channel of everything.</summary>
    public List<RuleOptions> Rules { get; set; } = [];
}

/// <summary>A way out.</summary>
internal sealed class ChannelOptions
{
    /// <summary>webhook, alertmanager, ntfy, slack, teams, discord or email.</summary>
    public string? Type { get; set; }

    /// <summary>Where to: the webhook, the Alertmanager, or the topic of ntfy (https://ntfy.sh/my-topic).</summary>
    public string? Url { get; set; }

    /// <summary>Signs what a webhook is sent.</summary>
    public string? Secret { get; set; }

    /// <summary>Bearer token, where the receiver asks for one.</summary>
    public string? Token { get; set; }

    /// <summary>Whether the address may be one of a private network or of this machine.</summary>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>Mail server.</summary>
    public string? Host { get; set; }

    /// <summary>587 by default.</summary>
    public int? Port { get; set; }

    /// <summary>Of the mail server, where it asks for one.</summary>
    public string? User { get; set; }

    /// <summary>Of the mail server.</summary>
    public string? Password { get; set; }

    /// <summary>False for a mail server without encryption.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Sender of mails.</summary>
    public string? From { get; set; }

    /// <summary>Receivers of mails, separated by commas.</summary>
    public string? To { get; set; }
}

/// <summary>Chooses who is told of what; any rule that matches is enough.</summary>
internal sealed class RuleOptions
{
    /// <summary>Name of a runner; * stands for any characters. All by default.</summary>
    public string? Runner { get; set; }

    /// <summary>failed, error, timeout, lost, hung, overdue, telemetry_down. All by default.</summary>
    public List<string> Kinds { get; set; } = [];

    /// <summary>Names of channels. All by default.</summary>
    public List<string> Channels { get; set; } = [];

    /// <summary>Only what has been the matter for so long, seconds.</summary>
    public double AfterSeconds { get; set; }
}
