using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Runner.Telemetry.Tests;

/// <summary>How the ways that work can end are told.</summary>
public sealed class OutcomeTests : ExportedTests
{
    readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    protected override TimeProvider Time => _time;

    [Fact]
    public async Task An_exception_ends_phase_and_session_as_error_is_logged_once_and_rethrown()
    {
        var thrown = new InvalidDataException("line 3");
        var caught = await Assert.ThrowsAsync<InvalidDataException>(() =>
            OnePhaseAsync((_, _) => throw thrown)
        );
        Assert.Same(thrown, caught);

        var session = await EndedSessionAsync();
        Assert.Equal("error", session["runner.session.status"]);
        Assert.Equal("System.IO.InvalidDataException", session["error.type"]);
        var error = Assert.Single(Events("runner.error"));
        Assert.Equal("System.IO.InvalidDataException", error.Attributes.Text("error.type"));
        Assert.Equal("work", error.Attributes.Text("runner.phase.name"));
        Assert.Equal("line 3", error.Body.StringValue);
        Assert.All(
            Receiver.Received.Spans(),
            span =>
            {
                Assert.Equal(Status.Types.StatusCode.Error, span.Status.Code);
                Assert.Equal("line 3", span.Status.Message);
            }
        );
        Assert.Equal("error", Phase()["runner.phase.status"]);
    }

    [Fact]
    public async Task An_exception_between_phases_is_told_of_the_session()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Telemetry.RunSessionAsync(
                Quiet(),
                (_, _) => throw new InvalidOperationException("between"),
                Stop
            )
        );
        Assert.Equal("error", (await EndedSessionAsync())["runner.session.status"]);
        Assert.Equal(
            "System.InvalidOperationException",
            Assert.Single(Events("runner.error")).Attributes.Text("error.type")
        );
    }

    [Fact]
    public async Task A_failed_phase_is_a_result_and_not_an_error()
    {
        await Assert.ThrowsAsync<PhaseFailedException>(() =>
            OnePhaseAsync((_, _) => throw new PhaseFailedException("too risky"))
        );
        var session = await EndedSessionAsync();
        Assert.Equal("failed", session["runner.session.status"]);
        Assert.DoesNotContain("error.type", session);
        Assert.Empty(Events("runner.error"));
        Assert.Equal("failed", Phase()["runner.phase.status"]);
    }

    [Fact]
    public async Task Work_that_runs_past_its_limit_is_cancelled_and_ends_as_timeout()
    {
        var cancelled = new TaskCompletionSource();
        var running = OnePhaseAsync(
            async (_, stop) =>
            {
                await using var registration = stop.Register(() => cancelled.SetResult());
                await Task.Delay(Timeout.Infinite, stop);
            },
            TimeSpan.FromMinutes(5)
        );
        await Receiver.UntilAsync(_ => Events("runner.phase.start").Count == 1);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));

        var late = await Assert.ThrowsAsync<TimeoutException>(() => running);
        Assert.Equal("work ran past its limit of 300 s", late.Message);
        await cancelled.Task;
        var session = await EndedSessionAsync();
        Assert.Equal("timeout", session["runner.session.status"]);
        Assert.Equal("timeout", Phase()["runner.phase.status"]);
        Assert.Equal("timeout", Phase()["error.type"]);
    }

    [Fact]
    public async Task Work_that_does_not_heed_its_limit_is_left_behind()
    {
        using var release = new ManualResetEventSlim();
        var running = OnePhaseAsync(
            (_, _) =>
            {
                release.Wait(Stop);
                return Task.CompletedTask;
            },
            TimeSpan.FromMinutes(5)
        );
        await Receiver.UntilAsync(_ => Events("runner.phase.start").Count == 1);
        _time.Advance(TimeSpan.FromMinutes(5));
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<TimeoutException>(() => running);
        release.Set();
        Assert.Equal("timeout", (await EndedSessionAsync())["runner.session.status"]);
    }

    [Fact]
    public async Task A_cancelled_session_says_so_and_its_phase_was_cut_short()
    {
        using var cancel = new CancellationTokenSource();
        var running = Telemetry.RunSessionAsync(
            Quiet(),
            (session, stop) =>
                session.RunPhaseAsync(
                    "work",
                    (_, s) => Task.Delay(Timeout.Infinite, s),
                    null,
                    stop
                ),
            cancel.Token
        );
        await Receiver.UntilAsync(_ => Events("runner.phase.start").Count == 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal("cancelled", (await EndedSessionAsync())["runner.session.status"]);
        Assert.Equal("failed", Phase()["runner.phase.status"]);
        Assert.Empty(Events("runner.error"));
        Assert.Equal(SeverityNumber.Warn, Assert.Single(Events("runner.phase.end")).SeverityNumber);
        Assert.All(Receiver.Received.Spans(), s => Assert.Null(s.Status));
    }

    [Fact]
    public async Task A_phase_that_is_left_out_says_why_and_takes_nothing_from_success()
    {
        await Telemetry.RunSessionAsync(
            Quiet(),
            (session, _) =>
            {
                session.SkipPhase("work", "resumed behind it");
                return Task.CompletedTask;
            },
            Stop
        );
        Assert.Equal("success", (await EndedSessionAsync())["runner.session.status"]);
        Assert.Equal("skipped", Phase()["runner.phase.status"]);
        Assert.EndsWith(
            "resumed behind it",
            Assert.Single(Events("runner.phase.end")).Body.StringValue,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_scope_left_without_being_completed_is_an_error()
    {
        await using (var session = Telemetry.StartSession(Quiet()))
        {
            await using var phase = session.StartPhase("work");
        }

        Assert.Equal("error", (await EndedSessionAsync())["runner.session.status"]);
        Assert.Equal("_OTHER", Phase()["error.type"]);
    }

    [Fact]
    public async Task Completed_scopes_are_a_success()
    {
        await using (var session = Telemetry.StartSession(Quiet()))
        {
            await using (var phase = session.StartPhase("work"))
            {
                phase.Complete();
            }

            session.Complete();
        }

        Assert.Equal("success", (await EndedSessionAsync())["runner.session.status"]);
        Assert.Equal("success", Phase()["runner.phase.status"]);
    }

    Task OnePhaseAsync(Func<RunnerPhase, CancellationToken, Task> work, TimeSpan? limit = null) =>
        Telemetry.RunSessionAsync(
            Quiet(),
            (session, stop) => session.RunPhaseAsync("work", work, limit, stop),
            Stop
        );

    Dictionary<string, object?> Phase() =>
        Receiver.Received.Spans().Single(s => s.Name == "work").Attributes.Values();
}
