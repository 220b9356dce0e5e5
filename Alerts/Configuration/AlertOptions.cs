namespace Alerts.Configuration;

/// <summary>The section <c>Alerts</c>.</summary>
internal sealed class AlertOptions
{
    public const string Section = "Alerts";

    /// <summary>Where messages link to; the AppHost sets it. Without it they have no link</summary>
    public string? DashboardUrl { get; set; }

    /// <summary>How often the alerter looks what is the matter, in seconds</summary>
    public double IntervalSeconds { get; set; } = 5;

    /// <summary>By name. Without any, nothing is watched.</summary>
    public Dictionary<string, ChannelOptions> Channels { get; set; } = [];

    /// <summary>Who is told of what. Without any, every channel of everything that is told by default.</summary>
    public List<RuleOptions> Rules { get; set; } = [];

    /// <summary>What tells somebody that the alerter itself is gone.</summary>
    public SwitchOptions DeadMansSwitch { get; set; } = new();
}

/// <summary>A way out.</summary>
internal sealed class ChannelOptions
{
    /// <summary><c>webhook</c>, <c>alertmanager</c>, <c>ntfy</c>, <c>slack</c>, <c>teams</c>, <c>discord</c>, <c>email</c> or <c>push</c></summary>
    public string? Type { get; set; }

    /// <summary>Where messages are sent: the webhook, the Alertmanager, or the topic of ntfy (<c>https://ntfy.sh/my-topic</c>)</summary>
    public string? Url { get; set; }

    /// <summary>Signs what a webhook is sent</summary>
    public string? Secret { get; set; }

    /// <summary>Bearer token, where the receiver asks for one</summary>
    public string? Token { get; set; }

    /// <summary>Whether the receiver may be on this machine or in a private network</summary>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>Mail server</summary>
    public string? Host { get; set; }

    /// <summary>Port of the mail server; 587 by default</summary>
    public int? Port { get; set; }

    /// <summary>User name for the mail server, where it asks for one</summary>
    public string? User { get; set; }

    /// <summary>Password for the mail server</summary>
    public string? Password { get; set; }

    /// <summary><c>false</c> for a mail server without encryption</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Sender of mails</summary>
    public string? From { get; set; }

    /// <summary>Receivers of mails, separated by commas</summary>
    public string? To { get; set; }

    /// <summary>Public key of browser push, as <c>keys</c> prints it</summary>
    public string? PublicKey { get; set; }

    /// <summary>Private key of browser push, as <c>keys</c> prints it</summary>
    public string? PrivateKey { get; set; }

    /// <summary>How the browsers' push services reach you: <c>mailto:me@example.org</c> or an https address</summary>
    public string? Subject { get; set; }

    /// <summary>Time zone of <c>QuietHours</c> and <c>Digest</c>, an IANA name such as <c>Europe/Berlin</c></summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>From when to when messages wait, for example <c>22:00-07:00</c>; what waited is summarised afterwards</summary>
    public string? QuietHours { get; set; }

    /// <summary>When a report is sent: a cron expression of five fields, for example <c>0 7 * * *</c></summary>
    public string? Digest { get; set; }

    /// <summary>Whether the report is also sent when nothing went wrong</summary>
    public bool DigestAlways { get; set; }
}

/// <summary>Chooses who is told of what; any rule that matches is enough.</summary>
internal sealed class RuleOptions
{
    /// <summary>Name of the runner; <c>*</c> matches any characters, <c>?</c> matches one. All by default</summary>
    public string? Runner { get; set; }

    /// <summary>Kinds of incidents. By default all but <c>late</c>, <c>finished</c>, <c>check_failed</c> and <c>figure</c></summary>
    public List<string> Kinds { get; set; } = [];

    /// <summary>Parameters or attributes of the session's environment as <c>name=value</c>, each with the same wildcards; all of them must match</summary>
    public List<string> Labels { get; set; } = [];

    /// <summary>Phase that the session is in or ended in, with the same wildcards. All by default</summary>
    public string? Phase { get; set; }

    /// <summary>Names of channels. All by default</summary>
    public List<string> Channels { get; set; } = [];

    /// <summary>Only what has been the matter for this many seconds</summary>
    public double AfterSeconds { get; set; }

    /// <summary>Whether quiet hours do not hold up what this rule matches</summary>
    public bool IgnoreQuietHours { get; set; }

    /// <summary>Name of a figure of the session, or <c>equity</c>, <c>pnl</c>, <c>roi</c> or <c>duration</c> (seconds)</summary>
    public string? Figure { get; set; }

    /// <summary>It is told when the figure is above this</summary>
    public double? Above { get; set; }

    /// <summary>It is told when the figure is below this; an amount that adds up is judged when the session ended</summary>
    public double? Below { get; set; }
}

/// <summary>A dead man's switch: an outside service raises the alarm when it is no longer pinged.</summary>
internal sealed class SwitchOptions
{
    /// <summary>Address that is pinged while all is well</summary>
    public string? Url { get; set; }

    /// <summary>How often it is pinged, in seconds</summary>
    public double IntervalSeconds { get; set; } = 60;

    /// <summary>Whether the address may be on this machine or in a private network</summary>
    public bool AllowPrivateAddress { get; set; }
}
