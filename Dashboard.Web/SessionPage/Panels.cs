using Dashboard.Web.CustomFigures;
using Dashboard.Web.Feed;
using Dashboard.Web.Live;
using Dashboard.Web.Trading;

namespace Dashboard.Web.SessionPage;

/// <summary>The live panels of the session page; each is an element with this id, replaced whole when it changes.</summary>
internal static class Panels
{
    public static IReadOnlyList<LivePanel> All { get; } =
    [
        new("tab", typeof(TabState)),
        new("verdict", typeof(VerdictBar)),
        new("status", typeof(StatusPanel)),
        new("performance", typeof(PerformancePanel)),
        new("beats", typeof(BeatStrip)),
        new("phases", typeof(PhasesPanel)),
        new("figures", typeof(FiguresPanel)),
        new("trading", typeof(TradingPanel)),
        new("trades", typeof(TradesPanel)),
        new("checks", typeof(ChecksPanel)),
        new("retries", typeof(RetryRow)),
        new("summary", typeof(SummaryPanel)),
        new("feed-foot", typeof(FeedFoot)),
    ];
}
