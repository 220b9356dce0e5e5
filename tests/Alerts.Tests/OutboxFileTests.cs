using Alerts.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Sessions;
using Sessions.Sqlite.Incidents;

namespace Alerts.Tests;

/// <summary>The alerter's file: of an earlier version, of a later one, and read by others.</summary>
public sealed class OutboxFileTests : IDisposable
{
    private readonly string _file = Given.TempFile();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public void A_file_of_the_first_version_is_brought_up_to_date_and_loses_nothing()
    {
        Run(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Files", "outbox-v0.sql")));

        using (var outbox = new OutboxFile(_file))
        {
            var incident = Assert.Single(outbox.Open());
            Assert.Equal(
                ("backup", IncidentKind.Failed, IncidentSilence.None),
                (incident.Runner, incident.Kind, incident.Silence)
            );
            Assert.Equal([("hook", 1L, 1L)], outbox.Counts());
            var waiting = outbox.NextDue("hook", DateTimeOffset.MaxValue)!;
            Assert.Equal(IncidentEvent.Resolved, waiting.Message.Event);
            Assert.False(outbox.IsNew());
            Assert.Single(outbox.Seen());
        }

        using var again = new OutboxFile(_file);
        Assert.Single(again.Open());
    }

    [Fact]
    public void A_file_of_the_second_version_is_brought_up_to_date()
    {
        Run(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Files", "outbox-v0.sql")));
        Run(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Files", "outbox-v1.sql")));

        using var outbox = new OutboxFile(_file);

        Assert.Equal(["phone"], outbox.Held("phone").Select(delivery => delivery.Channel));
        Assert.NotNull(outbox.DigestUntil("phone"));
        Assert.Empty(outbox.Subscribers());
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused()
    {
        Run("PRAGMA user_version = 99");

        var problem = Assert.Throws<ConfigurationException>(() => new OutboxFile(_file));

        Assert.Contains("newer", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Others_read_incidents_and_how_their_delivery_goes()
    {
        using var outbox = new OutboxFile(_file);
        for (var i = 0; i < 5; i++)
        {
            outbox.Commit(
                new Findings(
                    [Incident(i) with { ResolvedAt = i < 3 ? Given.Noon.AddHours(1) : null }],
                    [
                        Delivery($"{i}-mail", "mail", i),
                        Delivery($"{i}-phone", "phone", i) with
                        {
                            IsHeld = true,
                        },
                    ],
                    []
                )
            );
        }

        outbox.Delivered("0-mail", Given.Noon.AddMinutes(9));
        outbox.Failed("1-mail", "The receiver answers 500.", Given.Noon.AddHours(1));
        outbox.Failed("2-mail", "The receiver answers 400.", null);
        outbox.Commit(new Findings([], [], []) { Summarised = ["0-phone"] });
        var reader = new SqliteIncidentReader(_file);

        Assert.Equal(
            ["i4", "i3"],
            reader.List(new IncidentQuery { IsOpen = true }).Items.Select(one => one.Id)
        );
        var page = reader.List(new IncidentQuery { IsOpen = false, Limit = 2 });
        Assert.Equal(["i2", "i1"], page.Items.Select(one => one.Id));
        page = reader.List(
            new IncidentQuery
            {
                IsOpen = false,
                Limit = 2,
                Cursor = page.Next,
            }
        );
        Assert.Equal(["i0"], page.Items.Select(one => one.Id));
        Assert.Null(page.Next);
        Assert.Equal(
            ["i3"],
            reader
                .List(new IncidentQuery { Runner = "job3", Kinds = [IncidentKind.Failed] })
                .Items.Select(one => one.Id)
        );
        Assert.Empty(reader.List(new IncidentQuery { Kinds = [IncidentKind.Lost] }).Items);
        Assert.Equal("job4", reader.Find("i4")!.Runner);
        Assert.Null(reader.Find("i9"));
        Assert.Equal(
            [DeliveryState.Delivered, DeliveryState.Summarised],
            reader.Deliveries("i0").Select(one => one.State)
        );
        Assert.Equal(
            [DeliveryState.Waiting, DeliveryState.Held],
            reader.Deliveries("i1").Select(one => one.State)
        );
        Assert.Equal(DeliveryState.GivenUp, reader.Deliveries("i2")[0].State);
        Assert.Equal(
            (IncidentEvent.Opened, Given.Failed.Title),
            (reader.Deliveries("i1")[0].Event, reader.Deliveries("i1")[0].Title)
        );
        Assert.Equal(
            new ChannelState(
                "mail",
                3,
                0,
                1,
                1,
                Given.Noon.AddMinutes(9),
                "The receiver answers 500."
            ),
            reader.Channels()[0]
        );
        Assert.Equal(4, reader.Channels()[1].Held);
    }

    [Fact]
    public void Without_an_alerter_there_is_nothing_to_read()
    {
        var reader = new SqliteIncidentReader(_file);

        Assert.Empty(reader.List(new IncidentQuery()).Items);
        Assert.Empty(reader.Channels());
        Run(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Files", "outbox-v0.sql")));
        Assert.Empty(reader.List(new IncidentQuery()).Items);
    }

    private static Incident Incident(int i) =>
        new(
            $"i{i}",
            $"session:job{i}",
            IncidentKind.Failed,
            $"job{i}",
            $"s{i}",
            Given.Noon,
            Given.Noon.AddMinutes(i),
            null,
            "Failed."
        );

    private static Delivery Delivery(string id, string channel, int i) =>
        new(id, channel, Given.Failed with { IncidentId = $"i{i}" }, Given.Noon, 0);

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
