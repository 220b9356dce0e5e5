using FsCheck;
using FsCheck.Fluent;
using Sessions.Contract;
using Sessions.Contract.Reference;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Tests;

/// <summary>A text in the list finds the same sessions by whichever way it is looked up.</summary>
public sealed class ListTextTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task However_much_a_text_finds_the_list_is_that_of_the_reference()
    {
        await using var writer = SqliteSessionWriter.Open(_folder.Store);
        await using var reference = new ReferenceStore(Samples.Clock);
        await writer.WriteAsync(Sessions(), default);
        await reference.WriteAsync(Sessions(), default);
        using var connection = ReadConnection.Open(_folder.Store);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                Arb.From(Queries()),
                asked =>
                {
                    var expected = reference.ListAsync(asked.Query, default).AsTask().Result.Items;
                    Assert.Equal(
                        expected.Select(session => session.Id),
                        Pages(connection, asked.Query, asked.Bounds)
                    );
                }
            )
        );
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Pages(
        ReadConnection connection,
        SessionQuery query,
        TextBounds bounds
    )
    {
        var all = new List<string>();
        var pages = 0;
        string? cursor = null;
        do
        {
            Assert.True(++pages < 10_000, "The pages come to no end.");
            var page = ListReads.Page(
                connection,
                query with
                {
                    Cursor = cursor,
                    Limit = 7,
                },
                Samples.Clock.GetUtcNow(),
                bounds
            );
            all.AddRange(page.Items.Select(session => session.Id));
            cursor = page.Next;
        } while (cursor is not null);

        return all;
    }

    private static Gen<(SessionQuery Query, TextBounds Bounds)> Queries() =>
        from text in Gen.Elements("r", "R1", "r7", "bot", "a", "A-1", "b-2", "nowhere", "1")
        from status in Gen.Elements<SessionStatus?>(null, null, SessionStatus.Running)
        from runner in Gen.Elements<string?>(null, null, null, "bot-r1", "nobody")
        from @from in Gen.Elements<double?>(null, null, 20, 90)
        from to in Gen.Elements<double?>(null, null, 90)
        from sort in Gen.Elements(Enum.GetValues<SessionSort>())
        from @ascending in Gen.Elements(true, false)
        from runners in Gen.Elements(0, 2, 100)
        from entries in Gen.Elements(0, 10, 200)
        from few in Gen.Elements(0, 10, 200)
        from rows in Gen.Elements(0, 10, 200)
        select (
            new SessionQuery
            {
                Text = text,
                Status = status,
                RunnerName = runner,
                From = @from is { } f ? Samples.At(f) : null,
                To = to is { } t ? Samples.At(t) : null,
                Sort = sort,
                Ascending = @ascending,
                Limit = 1000,
            },
            new TextBounds(runners, entries, few, rows)
        );

    /// <summary>120 sessions a second apart of 13 runners, each fourth running, no two of one duration or ROI.</summary>
    private static WriteBatch Sessions()
    {
        var batch = Samples.Batch();
        for (var i = 0; i < 120; i++)
        {
            var id = $"{(i % 3 == 0 ? "A" : "b")}-{i * 37 % 120}";
            batch.Events.Add(Samples.Begin(id, i, $"bot-{(i % 2 == 0 ? "r" : "R")}{i % 13}"));
            batch.Events.Add(Samples.Beat(id, i, 1, equity: 10_000 + i * 53 % 120 - 60));
            if (i % 4 != 0)
            {
                batch.Events.Add(Samples.End(id, i + 1 + i * 71 % 120));
            }
        }

        return batch;
    }
}
