using Sessions.Contract;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>
/// Every query of the reader walks an index in the order that it needs: nothing is sorted, and no table is scanned but
/// that of the runners' names.
/// </summary>
public sealed class QueryPlanTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task No_query_of_the_reader_scans_or_sorts_a_table()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await writer.WriteAsync(
            Samples.Batch(
                Samples.Begin("s"),
                Samples.PhaseStart("s", 1, "p"),
                Samples.Beat("s", 1, 1, 5),
                Samples.End("s", 9)
            ),
            default
        );
        using var connection = ReadConnection.Open(_folder.Store);
        AskEverything(connection);

        foreach (var text in connection.Database.Prepared.Concat(WalkStatements.Texts).ToList())
        {
            var plan = Plan(connection.Database, text);
            output.WriteLine($"{text.ReplaceLineEndings(" ")}\n  {string.Join("\n  ", plan)}");
            // Sessions that are due are few, and sorted.
            if (!text.Contains("session_due", StringComparison.Ordinal))
            {
                Assert.DoesNotContain(plan, IsScanOrSort);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    // Sessions that started in the same instant may be sorted among themselves.
    private static bool IsScanOrSort(string step) =>
        step.StartsWith("SCAN", StringComparison.Ordinal)
            ? !step.Contains("USING INDEX", StringComparison.Ordinal)
                && !step.Contains("USING COVERING INDEX", StringComparison.Ordinal)
                && !step.StartsWith("SCAN json_each ", StringComparison.Ordinal)
                && step != "SCAN runner"
            : step.Contains("TEMP B-TREE", StringComparison.Ordinal)
                && !step.EndsWith("FOR LAST TERM OF ORDER BY", StringComparison.Ordinal);

    private static void AskEverything(ReadConnection connection)
    {
        SessionReads.Find(connection, "s");
        SessionReads.History(connection, "trader", Samples.At(100));
        RunnerReads.Page(connection, new RunnerQuery());
        RunnerReads.Page(connection, new RunnerQuery { Cursor = "a" });
        EquityReads.Curve(connection, "s", 100);
        BeatReads.Summary(connection, "s", 5);
        BeatReads.Groups(connection, "s", [new BeatRange(null, null)]);
        new SparkLines().Of(connection, ["s"], 24);
        FollowReads.After(connection, 0, 10);
        EventReads.Page(connection, new EventQuery { SessionId = "s" });
        var now = Samples.At(100);
        foreach (var sort in Enum.GetValues<SessionSort>())
        {
            foreach (var ascending in (bool[])[false, true])
            {
                var all = new SessionQuery { Sort = sort, Ascending = ascending };
                var cursor = new ListCursor(sort, now.UtcTicks, 1, 1, IsStart: false).ToString();
                foreach (
                    var query in (SessionQuery[])
                        [
                            all,
                            all with
                            {
                                Status = SessionStatus.Running,
                            },
                            all with
                            {
                                RunnerName = "trader",
                            },
                            all with
                            {
                                RunnerName = "trader",
                                Status = SessionStatus.Failed,
                            },
                            all with
                            {
                                From = now,
                                To = now,
                            },
                            all with
                            {
                                Text = "t",
                            },
                            all with
                            {
                                Text = "t",
                                RunnerName = "trader",
                                Status = SessionStatus.Failed,
                                From = now,
                                To = now,
                            },
                        ]
                )
                {
                    ListReads.Page(connection, query, now);
                    ListReads.Page(connection, query with { DueBy = now }, now);
                    TotalReads.Of(connection, query);
                    TotalReads.Of(connection, query with { DueBy = now });
                    ListReads.Page(connection, query with { Cursor = cursor }, now);
                    ListReads.Page(connection, query, now, new TextBounds(0, 0, 0, 0));
                    ListReads.Page(connection, query, now, new TextBounds(0, 100, 100, 100));
                }
            }
        }
    }

    private static List<string> Plan(Database database, string text)
    {
        using var explain = database.PrepareOwned($"EXPLAIN QUERY PLAN {text}");
        var steps = new List<string>();
        while (explain.Step())
        {
            steps.Add(explain.Text(3));
        }

        return steps;
    }
}
