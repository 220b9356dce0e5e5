using System.Text.Json;
using Collector.Project;
using Collector.Tests.Hosting;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using Sessions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Collector.Tests.Project;

/// <summary>What is stored depends on what was said, not on how it was cut into requests or in which order they came.</summary>
public sealed class OrderTests
{
    [Fact]
    public void Any_order_any_split_and_any_repetition_of_a_session_is_stored_the_same()
    {
        var expected = Stored([
            [.. RecordedSession.Items],
        ]);
        Assert.Equal(20, expected.Events.Count);
        Assert.Equal("rows 21", expected.Figures);

        // Each item once or twice, in any order, cut into requests, and these into commits.
        var histories =
            from twice in Gen.SubListOf((IEnumerable<IMessage>)RecordedSession.Items)
            from order in Gen.Shuffle(RecordedSession.Items.Concat(twice).ToArray())
            from cuts in Gen.ListOf(Gen.Choose(1, 12), 20)
            select Cut(order, cuts);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40),
            Prop.ForAll(
                Arb.From(histories),
                history =>
                {
                    var actual = Stored(history);
                    Assert.Equal(expected.Events, actual.Events);
                    Assert.Equal(expected.State, actual.State);
                    Assert.Equal(expected.Figures, actual.Figures);
                }
            )
        );
    }

    private static List<List<IMessage>> Cut(IMessage[] items, IEnumerable<int> cuts)
    {
        var commits = new List<List<IMessage>>();
        var rest = items.AsSpan();
        foreach (var cut in cuts)
        {
            commits.Add([.. rest[..Math.Min(cut, rest.Length)]]);
            rest = rest[Math.Min(cut, rest.Length)..];
        }

        commits.Add([.. rest]);
        return commits;
    }

    /// <summary>Items of one signal in one commit go into one request, the way batches are merged on their way.</summary>
    private static (IReadOnlyList<SessionEvent> Events, string State, string Figures) Stored(
        List<List<IMessage>> commits
    )
    {
        using var folder = new TempFolder();
        var file = folder.File("sessions.db");
        // What waits for its trace arrived long ago.
        var patient = new WriterOptions { OrphanAge = TimeSpan.FromDays(100_000) };
        var writer = SqliteSessionWriter.Open(file, patient);
        using var projector = new Projector();
        var arrivedAt = Given.Start;
        foreach (var commit in commits)
        {
            var batch = new WriteBatch { ArrivedAt = arrivedAt };
            foreach (var group in commit.GroupBy(SignalOf))
            {
                var projection = new Projection();
                projector.Project(
                    group.Key,
                    group.SelectMany(request => request.ToByteArray()).ToArray(),
                    projection
                );
                Assert.Equal(0, projection.Rejected);
                batch.Events.AddRange(projection.Events);
                batch.Points.AddRange(projection.Points);
                batch.Figures.AddRange(projection.Figures);
            }

            Await(writer.WriteAsync(batch, default));
            arrivedAt += TimeSpan.FromMilliseconds(1);
        }

        Await(writer.DisposeAsync());
        return Read(file);
    }

    private static (IReadOnlyList<SessionEvent> Events, string State, string Figures) Read(
        string file
    )
    {
        var reader = new SqliteSessionReader(file, TimeProvider.System);
        try
        {
            var query = new EventQuery { SessionId = Given.Session, Limit = 10_000 };
            var events = Await(reader.EventsAsync(query, default)).Items;
            var state = Await(reader.FindAsync(Given.Session, default));
            var json = JsonSerializer.SerializeToNode(state)!.AsObject();
            // These two speak of arrival and not of what was said.
            json.Remove(nameof(SessionState.Liveness));
            json.Remove(nameof(SessionState.LastChangeAt));
            json.Remove(nameof(SessionState.Shift));
            var figures = Await(((ISessionReader)reader).FiguresAsync(Given.Session, 100, default));
            return (
                [.. events.Select(e => e.Event)],
                json.ToJsonString(),
                string.Join(' ', figures.Select(f => $"{f.Figure.Name} {f.Latest.Amount.Value}"))
            );
        }
        finally
        {
            Await(reader.DisposeAsync());
        }
    }

    private static Signal SignalOf(IMessage request) =>
        request switch
        {
            ExportTraceServiceRequest => Signal.Traces,
            ExportLogsServiceRequest => Signal.Logs,
            _ => Signal.Metrics,
        };

    private static T Await<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Await(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
