using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Views;

/// <summary>All that the panels of one session show, as of one moment. Panels compute nothing of their own.</summary>
public sealed record SessionView
{
    public required SessionState State { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Whether it is lost or ended badly, and a later session of its runner succeeded.</summary>
    public bool IsOvercome { get; init; }

    /// <summary>What earlier sessions of the same runner teach.</summary>
    public required RunnerHistory History { get; init; }

    /// <summary>Its equity in few points; null without any.</summary>
    public required EquityCurve? Curve { get; init; }

    /// <summary>Percent, of all points; null without any.</summary>
    public double? MaxDrawdown => Curve?.MaxDrawdown;

    /// <summary>Newest first, at most <see cref="SessionViews.ChecksShown"/>.</summary>
    public required IReadOnlyList<SessionEvent> Checks { get; init; }

    /// <summary>Its beats; absent where nobody looks at them.</summary>
    public BeatView? Beats { get; init; }

    /// <summary>How well it traded; absent without trades, or where nobody looks at them.</summary>
    public TradingView? Trading { get; init; }

    /// <summary>What was tried again, newest first, at most <see cref="SessionViews.RetriesShown"/>.</summary>
    public IReadOnlyList<RetryGroup> Retries { get; init; } = [];

    /// <summary>Its own figures, for its page; empty where nobody looks at them.</summary>
    public IReadOnlyList<FigureSeries> Figures { get; init; } = [];

    /// <summary>How long it will take still, where that can be told.</summary>
    public RemainingTime? Remaining => RemainingTime.Of(State, History, Now);

    /// <summary>The moment that ages and uptimes are shown for, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What its durations are counted by.</summary>
    public SessionClock Clock => SessionClock.Of(State, Verdict, Now);

    /// <summary>How long a phase, or with an empty name the session, usually takes.</summary>
    public UsualDuration? Usual(string phase) =>
        History.Durations.FirstOrDefault(d => d.Phase == phase);
}
