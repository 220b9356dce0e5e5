using Sessions.Contract;

namespace Sessions.Tests.Reasons;

/// <summary>What an end says beside its outcome is a reason; the outcome in other words is none.</summary>
public sealed class StatedReasonTests
{
    [Theory]
    [InlineData("Session ended: failed")]
    [InlineData("runner.session.end")]
    [InlineData("Backup job failed")]
    [InlineData("nightly-backup: failed after 9.7 s")]
    [InlineData("The task was stopped with an error")]
    [InlineData("timed out")]
    [InlineData("  ")]
    public void The_outcome_in_words_is_no_reason(string message) =>
        Assert.Null(ReasonOf(message, phase: "backup"));

    [Theory]
    [InlineData("no such bucket", "no such bucket")]
    [InlineData("nightly-backup: failed after 9.7 s: no such bucket", "no such bucket")]
    [InlineData("upload: timeout after 3 s: limit of 3 s", "limit of 3 s")]
    [InlineData("exit code 3", "exit code 3")]
    [InlineData("Disk failure", "Disk failure")]
    [InlineData("磁盘已满", "磁盘已满")]
    public void Whatever_it_says_beside_the_outcome_is_the_reason(string message, string reason) =>
        Assert.Equal(reason, ReasonOf(message, phase: null));

    [Fact]
    public void Where_the_message_says_nothing_the_type_of_the_error_does()
    {
        var session = new SessionState { Id = "s" };
        session.Apply(
            Samples.End("s", 1, EventStatus.Failed) with
            {
                Message = "Session ended: failed",
                ErrorType = "IOException",
            },
            null,
            Samples.Arrival
        );

        Assert.Equal("IOException", session.Reason?.Text);
    }

    private static string? ReasonOf(string message, string? phase)
    {
        var session = new SessionState { Id = "s" };
        session.Apply(
            Samples.End("s", 1, EventStatus.Failed) with
            {
                Message = message,
                Phase = phase,
            },
            null,
            Samples.Arrival
        );
        return session.Reason?.Text;
    }
}
