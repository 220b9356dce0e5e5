using Dashboard.Web.Feed;
using Dashboard.Web.Trading;

namespace Dashboard.Web.SessionPage;

/// <summary>The live panels of the session page; each is an element with this id, replaced whole when it changes.</summary>
internal static class Panels
{
    public static IReadOnlyList<(string Id, Type Component)> All { get; } =
    [
        ("tab", typeof(TabState)),
        ("verdict", typeof(VerdictBar)),
        ("status", typeof(StatusPanel)),
        ("performance", typeof(PerformancePanel)),
        ("beats", typeof(BeatStrip)),
        ("phases", typeof(PhasesPanel)),
        ("figures", typeof(FiguresPanel)),
        ("trading", typeof(TradingPanel)),
        ("trades", typeof(TradesPanel)),
        ("checks", typeof(ChecksPanel)),
        ("retries", typeof(RetryRow)),
        ("summary", typeof(SummaryPanel)),
        ("feed-foot", typeof(FeedFoot)),
    ];
}
