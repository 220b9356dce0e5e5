using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Alerts.Channels;
using Alerts.Configuration;
using Sessions;

namespace Alerts.Tests;

/// <summary>What each kind of receiver is sent, and how answers are taken.</summary>
public sealed class ChannelTests : IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Theory]
    [InlineData("secret", null)]
    [InlineData("whsec_c2VjcmV0", "secret")]
    public async Task A_webhook_is_sent_a_signed_cloud_event(string secret, string? key)
    {
        var options = Given.To("webhook", $"{_receiver.Url}/hook");
        options.Secret = secret;
        await Given.Channel(options).SendAsync(Given.Failed, "id-1", default);

        var sent = _receiver.Requests.Single();
        var (path, headers, body) = (sent.Path, sent.Headers, sent.Body);
        Assert.Equal("/hook", path);
        Assert.StartsWith(
            "application/cloudevents+json",
            headers["Content-Type"],
            StringComparison.Ordinal
        );
        Assert.Equal(("id-1", "id-1"), (headers["webhook-id"], headers["Idempotency-Key"]));
        var signed = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(key ?? secret),
            Encoding.UTF8.GetBytes($"id-1.{headers["webhook-timestamp"]}.{body}")
        );
        Assert.Equal($"v1,{Convert.ToBase64String(signed)}", headers["webhook-signature"]);
        var cloudEvent = JsonNode.Parse(body)!;
        Assert.Equal("1.0", (string?)cloudEvent["specversion"]);
        Assert.Equal("live_sessions.incident.opened", (string?)cloudEvent["type"]);
        Assert.Equal("failed", (string?)cloudEvent["data"]!["kind"]);
        Assert.Equal("s1", (string?)cloudEvent["data"]!["session_id"]);
        Assert.Equal(Given.Failed.Text, (string?)cloudEvent["data"]!["text"]);
    }

    [Fact]
    public async Task Ntfy_is_told_the_topic_in_the_body()
    {
        await Given
            .Channel(Given.To("ntfy", $"{_receiver.Url}/my-topic"))
            .SendAsync(Given.Failed, "id-1", default);

        var sent = _receiver.Requests.Single();
        var body = JsonNode.Parse(sent.Body)!;
        Assert.Equal("/", sent.Path);
        Assert.Equal("my-topic", (string?)body["topic"]);
        Assert.Equal("nightly-backup failed", (string?)body["title"]);
        Assert.Equal(Given.Failed.Link, (string?)body["click"]);
    }

    [Fact]
    public async Task Slack_is_told_no_mention_or_link_that_a_runner_wrote()
    {
        await Given
            .Channel(Given.To("slack", $"{_receiver.Url}/services/x"))
            .SendAsync(Given.Failed, "id-1", default);

        var text = (string?)JsonNode.Parse(_receiver.Requests.Single().Body)!["text"];
        Assert.Contains("disk &lt;full&gt; &amp; “gone”", text, StringComparison.Ordinal);
        Assert.EndsWith($"<{Given.Failed.Link}|Open>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discord_and_teams_are_sent_what_they_take()
    {
        await Given
            .Channel(Given.To("discord", $"{_receiver.Url}/d"))
            .SendAsync(Given.Failed, "1", default);
        await Given
            .Channel(Given.To("teams", $"{_receiver.Url}/t"))
            .SendAsync(Given.Failed, "2", default);

        var bodies = _receiver.Requests.Select(sent => JsonNode.Parse(sent.Body)!).ToArray();
        Assert.Contains("**nightly-backup failed**", (string?)bodies[0]["content"]);
        Assert.Empty(bodies[0]["allowed_mentions"]!["parse"]!.AsArray());
        var card = bodies[1]["attachments"]![0]!["content"]!;
        Assert.Equal("AdaptiveCard", (string?)card["type"]);
        Assert.Equal(Given.Failed.Link, (string?)card["actions"]![0]!["url"]);
    }

    [Fact]
    public async Task An_alert_has_the_same_labels_when_it_is_over_and_then_an_end()
    {
        var channel = Given.Channel(Given.To("alertmanager", _receiver.Url));
        await channel.SendAsync(Given.Failed, "1", default);
        await channel.SendAsync(
            Given.Failed with
            {
                Event = IncidentEvent.Resolved,
                ResolvedAt = Given.Noon.AddMinutes(12),
            },
            "2",
            default
        );

        var alerts = _receiver
            .Requests.Select(sent => JsonNode.Parse(sent.Body)!.AsArray().Single()!)
            .ToArray();
        Assert.All(_receiver.Requests, sent => Assert.Equal("/api/v2/alerts", sent.Path));
        Assert.True(JsonNode.DeepEquals(alerts[0]["labels"], alerts[1]["labels"]));
        Assert.Equal("nightly-backup", (string?)alerts[0]["labels"]!["runner"]);
        Assert.True(alerts[0]["endsAt"]!.GetValue<DateTimeOffset>() > Given.Noon.AddDays(1));
        Assert.Equal(Given.Noon.AddMinutes(12), alerts[1]["endsAt"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_token_goes_along()
    {
        var options = Given.To("ntfy", $"{_receiver.Url}/topic");
        options.Token = "tk_1";
        await Given.Channel(options).SendAsync(Given.Failed, "1", default);

        Assert.Equal("Bearer tk_1", _receiver.Requests.Single().Headers["Authorization"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Found, false)]
    [InlineData(HttpStatusCode.Unauthorized, false)]
    [InlineData(HttpStatusCode.TooManyRequests, false)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    [InlineData(HttpStatusCode.BadRequest, true)]
    public async Task Any_other_answer_than_yes_is_a_failure_and_no_redirect_is_followed(
        HttpStatusCode answer,
        bool isLasting
    )
    {
        _receiver.Answers.Enqueue(answer);
        var channel = Given.Channel(Given.To("webhook", $"{_receiver.Url}/secret-path"));

        var problem = await Assert.ThrowsAsync<DeliveryException>(() =>
            channel.SendAsync(Given.Failed, "1", default)
        );

        Assert.Equal(isLasting, problem.IsLasting);
        Assert.DoesNotContain("secret-path", problem.ToString(), StringComparison.Ordinal);
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task A_private_address_must_be_allowed()
    {
        var options = Given.To("webhook", _receiver.Url);
        options.AllowPrivateAddress = false;

        var problem = await Assert.ThrowsAsync<DeliveryException>(() =>
            Given.Channel(options).SendAsync(Given.Failed, "1", default)
        );

        Assert.Contains("AllowPrivateAddress", problem.Message, StringComparison.Ordinal);
        Assert.Empty(_receiver.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("2606:4700::1", false)]
    public void Private_addresses_are_known(string address, bool isPrivate) =>
        Assert.Equal(isPrivate, OutgoingHttp.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData(null, "http://x", "Type")]
    [InlineData("pager", "http://x", "Type")]
    [InlineData("webhook", null, "Url")]
    [InlineData("webhook", "ftp://x", "Url")]
    [InlineData("ntfy", "https://ntfy.sh", "Url")]
    [InlineData("email", null, "Host")]
    public void A_wrong_setting_is_named(string? type, string? url, string key)
    {
        var problem = Assert.ThrowsAny<Exception>(() =>
            Given.Channel(new ChannelOptions { Type = type, Url = url })
        );

        Assert.Contains($"Alerts:Channels:one:{key}", problem.Message, StringComparison.Ordinal);
    }
}
