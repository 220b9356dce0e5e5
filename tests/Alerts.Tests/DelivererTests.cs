using System.Net;
using Alerts.Channels;
using Alerts.Deliver;
using Alerts.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Alerts.Tests;

/// <summary>Messages leave the outbox once, in order, whatever receivers and crashes do.</summary>
public sealed class DelivererTests : IDisposable
{
    private readonly string _file = Given.TempFile();
    private readonly FakeTimeProvider _time = new(Given.Noon) { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly FakeChannel _channel = new("one");
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private OutboxFile _outbox;

    public DelivererTests() => _outbox = new OutboxFile(_file);

    public void Dispose()
    {
        _outbox.Dispose();
        _services.Dispose();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Fact]
    public async Task A_message_is_delivered_once()
    {
        Enqueue("a");

        await DrainAsync();
        await DrainAsync();

        Assert.Equal(["a"], _channel.Delivered);
    }

    [Fact]
    public async Task The_same_message_is_put_in_once()
    {
        Enqueue("a");
        Enqueue("a");

        await DrainAsync();

        Assert.Single(_channel.Delivered);
    }

    [Fact]
    public async Task What_was_not_delivered_is_tried_again_under_the_same_id_also_after_a_restart()
    {
        Enqueue("a");
        _channel.Fails = 3;

        await DrainAsync();
        Assert.Empty(_channel.Delivered);
        _outbox.Dispose();
        _outbox = new OutboxFile(_file);
        await DrainAsync();
        Assert.Empty(_channel.Delivered);
        _time.Advance(TimeSpan.FromSeconds(31));
        await DrainAsync();

        Assert.Equal(["a"], _channel.Delivered);
        Assert.Equal(["a", "a", "a", "a"], _channel.Tried);
    }

    [Fact]
    public async Task A_crash_after_the_receiver_took_it_sends_it_again_under_the_same_id()
    {
        Enqueue("a");
        var delivery = _outbox.NextDue("one", Given.Noon)!;
        await _channel.SendAsync(delivery.Message, delivery.Id, default);
        // Killed here: nothing was marked.
        _outbox.Dispose();
        _outbox = new OutboxFile(_file);

        await DrainAsync();

        Assert.Equal(["a", "a"], _channel.Delivered);
    }

    [Fact]
    public async Task The_end_of_an_incident_waits_for_its_beginning_and_delays_no_other()
    {
        Enqueue("opened", incident: "1");
        Enqueue("resolved", incident: "1");
        Enqueue("other", incident: "2");
        _channel.Refuses = "opened";

        await DrainAsync();
        Assert.Equal(["other"], _channel.Delivered);
        _channel.Refuses = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        await DrainAsync();

        Assert.Equal(["other", "opened", "resolved"], _channel.Delivered);
    }

    [Fact]
    public async Task A_channel_that_is_away_delays_no_other()
    {
        Enqueue("a");
        Enqueue("b", channel: "two");
        _channel.Fails = int.MaxValue;
        var two = new FakeChannel("two");

        await DrainAsync();
        await DrainAsync(two);

        Assert.Equal(["b"], two.Delivered);
    }

    [Fact]
    public async Task After_a_day_a_message_is_given_up_and_counted()
    {
        Enqueue("a");
        _channel.Fails = int.MaxValue;

        for (var hour = 0; hour < 30; hour++)
        {
            await DrainAsync();
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal([("one", 0L, 1L)], _outbox.Counts());
    }

    [Fact]
    public async Task What_a_receiver_never_takes_is_given_up_at_once()
    {
        Enqueue("a");
        _channel.IsLasting = true;
        _channel.Fails = int.MaxValue;

        await DrainAsync();

        Assert.Equal([("one", 0L, 1L)], _outbox.Counts());
        Assert.Single(_channel.Tried);
    }

    [Fact]
    public async Task A_real_receiver_that_fails_in_every_way_gets_it_in_the_end()
    {
        await using var receiver = await Receiver.StartAsync();
        foreach (
            var answer in (HttpStatusCode[])
                [
                    HttpStatusCode.InternalServerError,
                    HttpStatusCode.Found,
                    HttpStatusCode.TooManyRequests,
                ]
        )
        {
            receiver.Answers.Enqueue(answer);
        }

        Enqueue("a");
        var channel = Given.Channel(Given.To("webhook", receiver.Url));
        await DrainAsync(channel);
        _time.Advance(TimeSpan.FromMinutes(1));
        await DrainAsync(channel);

        Assert.Equal([("one", 0L, 0L)], _outbox.Counts());
        Assert.All(receiver.Requests, sent => Assert.Equal("a", sent.Headers["Idempotency-Key"]));
    }

    private void Enqueue(string id, string? incident = null, string channel = "one") =>
        _outbox.Commit(
            new Findings(
                [],
                [
                    new Delivery(
                        id,
                        channel,
                        Given.Failed with
                        {
                            IncidentId = incident ?? id,
                        },
                        Given.Noon,
                        0
                    ),
                ],
                []
            )
        );

    private async Task DrainAsync(IChannel? channel = null)
    {
        using var metrics = new AlertMetrics(
            _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            _outbox
        );
        using var deliverer = new Deliverer(
            _outbox,
            [],
            metrics,
            _time,
            NullLogger<Deliverer>.Instance
        );
        while (true)
        {
            var next = deliverer.TryNextAsync(channel ?? _channel, default);
            // Pauses between two attempts pass at once.
            while (!next.IsCompleted)
            {
                await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5)));
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            if (!await next)
            {
                return;
            }
        }
    }

    private sealed class FakeChannel(string name) : IChannel
    {
        public string Name => name;

        public List<string> Delivered { get; } = [];

        public List<string> Tried { get; } = [];

        /// <summary>How many attempts fail.</summary>
        public int Fails { get; set; }

        public bool IsLasting { get; set; }

        public string? Refuses { get; set; }

        public Task SendAsync(Message message, string id, CancellationToken cancellationToken)
        {
            Tried.Add(id);
            if (Refuses == id || Fails-- > 0)
            {
                throw new DeliveryException("away", IsLasting);
            }

            Delivered.Add(id);
            return Task.CompletedTask;
        }
    }
}
