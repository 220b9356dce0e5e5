namespace Runner.Worker.Scenarios;

/// <summary>What is to happen in a session; everything but <see cref="Success"/> is an injected fault.</summary>
enum Scenario
{
    Success,

    /// <summary>A checkpoint fails: the drawdown limit is set too tight to hold.</summary>
    Fail,

    /// <summary>An exception in mid-session.</summary>
    Error,

    /// <summary>The last phase is given too little time.</summary>
    Timeout,

    /// <summary>Beats go on, progress stops for a while.</summary>
    Hang,

    /// <summary>The process dies without a word.</summary>
    Crash,

    /// <summary>Orders are refused at first.</summary>
    Retry,

    /// <summary>The telemetry is cut in mid-session while the work goes on.</summary>
    Silent,

    /// <summary>A session per second.</summary>
    Soak,

    /// <summary>All of the others in turn, except soak.</summary>
    Mixed,
}
