using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Alerts.Channels;
using Alerts.Configuration;
using Alerts.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Alerts.Tests;

/// <summary>Browsers subscribe, and their push service, which is simulated, gets what only they can read.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private readonly string _file = Given.TempFile();
    private readonly (string Public, string Private) _keys = PushKeys.New();
    private Receiver _service = null!;
    private WebApplication _app = null!;
    private HttpClient _browser = null!;

    private OutboxFile Outbox => _app.Services.GetRequiredService<OutboxFile>();

    public async ValueTask InitializeAsync()
    {
        _service = await Receiver.StartAsync();
        _app = AlertSite.Build([
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:sessions=Data Source={Path.Combine(Path.GetDirectoryName(_file)!, "sessions.db")}",
            "--Alerts:Channels:browser:Type=push",
            "--Alerts:Channels:browser:AllowPrivateAddress=true",
            "--Alerts:Channels:browser:Subject=mailto:me@example.org",
            $"--Alerts:Channels:browser:PublicKey={_keys.Public}",
            $"--Alerts:Channels:browser:PrivateKey={_keys.Private}",
        ]);
        await _app.StartAsync();
        _browser = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _service.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Fact]
    public async Task A_browser_that_subscribed_reads_the_message_and_its_push_service_knows_the_sender()
    {
        using var browser = new Browser($"{_service.Url}/push/1");
        using var answer = await SubscribeAsync(browser);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        await SendAsync("id-1");

        var sent = Assert.Single(_service.Requests);
        Assert.Equal("/push/1", sent.Path);
        Assert.Equal("aes128gcm", sent.Headers["Content-Encoding"]);
        Assert.Equal("86400", sent.Headers["TTL"]);
        Assert.Equal("high", sent.Headers["Urgency"]);
        Assert.Equal("abc", sent.Headers["Topic"]);
        AssertSigned(sent.Headers["Authorization"]);
        var message = JsonNode.Parse(browser.Decrypt(sent.Bytes))!;
        Assert.Equal("nightly-backup failed", (string?)message["title"]);
        Assert.Equal(Given.Failed.Text, (string?)message["text"]);
        Assert.Equal(Given.Failed.Link, (string?)message["link"]);
        Assert.Equal("abc", (string?)message["tag"]);
    }

    [Fact]
    public async Task Each_browser_gets_a_message_once_although_another_has_to_be_tried_again()
    {
        using var one = new Browser($"{_service.Url}/one");
        using var two = new Browser($"{_service.Url}/two");
        (await SubscribeAsync(one)).Dispose();
        (await SubscribeAsync(two)).Dispose();
        _service.Answers.Enqueue(HttpStatusCode.TooManyRequests);

        var problem = await Assert.ThrowsAsync<DeliveryException>(() => SendAsync("id-1"));
        await SendAsync("id-1");
        await SendAsync("id-1");

        Assert.DoesNotContain("/one", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(["/one", "/two", "/one"], _service.Requests.Select(sent => sent.Path));
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task A_browser_that_its_service_does_not_know_any_more_is_forgotten(
        HttpStatusCode answer
    )
    {
        using var browser = new Browser($"{_service.Url}/1");
        (await SubscribeAsync(browser)).Dispose();
        _service.Answers.Enqueue(answer);

        await SendAsync("id-1");

        Assert.Empty(Outbox.Subscribers());
    }

    [Fact]
    public async Task A_browser_can_leave()
    {
        using var browser = new Browser($"{_service.Url}/1");
        (await SubscribeAsync(browser)).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/push/subscriptions")
        {
            Content = JsonContent.Create(new { endpoint = browser.Endpoint }),
        };
        using var answer = await _browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(Outbox.Subscribers());
    }

    [Fact]
    public async Task Its_page_and_the_key_are_there_for_this_machine()
    {
        var page = await _browser.GetStringAsync("/push");
        var key = JsonNode.Parse(await _browser.GetStringAsync("/push/key"))!;

        Assert.Contains("page.js", page, StringComparison.Ordinal);
        Assert.Contains("subscribe", await _browser.GetStringAsync("/push/page.js"));
        Assert.Contains("showNotification", await _browser.GetStringAsync("/push/worker.js"));
        Assert.Equal(_keys.Public, (string?)key["public_key"]);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "evil.example", HttpStatusCode.BadRequest)]
    public async Task Other_pages_cannot_subscribe(
        string header,
        string value,
        HttpStatusCode expected
    )
    {
        using var browser = new Browser($"{_service.Url}/1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/push/subscriptions")
        {
            Content = browser.Subscription,
        };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await _browser.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(Outbox.Subscribers());
    }

    [Fact]
    public async Task What_is_no_subscription_is_refused_and_so_is_one_too_many()
    {
        using var browser = new Browser("ftp://x/1");
        using var refused = await SubscribeAsync(browser);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        for (var i = 0; i < OutboxFile.MostSubscribers; i++)
        {
            Assert.True(
                Outbox.Subscribe(new Subscriber($"{_service.Url}/{i}", "", ""), Given.Noon)
            );
        }

        using var another = new Browser($"{_service.Url}/another");
        using var tooMany = await SubscribeAsync(another);

        Assert.Equal(HttpStatusCode.Conflict, tooMany.StatusCode);
    }

    [Theory]
    [InlineData("PublicKey")]
    [InlineData("PrivateKey")]
    [InlineData("Subject")]
    public void A_setting_that_is_missing_is_named(string key)
    {
        var options = new ChannelOptions
        {
            Type = "push",
            PublicKey = key == "PublicKey" ? null : _keys.Public,
            PrivateKey = key == "PrivateKey" ? "x" : _keys.Private,
            Subject = key == "Subject" ? "me" : "mailto:me@example.org",
        };

        var problem = Assert.Throws<ConfigurationException>(() => Given.Channel(options, Outbox));

        Assert.Contains($"Alerts:Channels:one:{key}", problem.Message, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SubscribeAsync(Browser browser) =>
        _browser.PostAsync("/push/subscriptions", browser.Subscription);

    private Task SendAsync(string id) =>
        _app
            .Services.GetRequiredService<IReadOnlyList<IChannel>>()[0]
            .SendAsync(Given.Failed, id, default);

    /// <summary>As RFC 8292 has it: a token for the push service's origin, signed with the key that the browser was given.</summary>
    private void AssertSigned(string authorization)
    {
        Assert.StartsWith("vapid t=", authorization, StringComparison.OrdinalIgnoreCase);
        var token = authorization["vapid t=".Length..].Split(',')[0].Trim();
        Assert.EndsWith($"k={_keys.Public}", authorization, StringComparison.Ordinal);
        var parts = token.Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        Assert.Equal("http://127.0.0.1", (string?)claims["aud"]);
        Assert.Equal("mailto:me@example.org", (string?)claims["sub"]);
        var key = Base64Url.DecodeFromChars(_keys.Public);
        using var ecdsa = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = key[1..33], Y = key[33..] },
            }
        );
        Assert.True(
            ecdsa.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256
            )
        );
    }

    /// <summary>A browser's side of RFC 8291.</summary>
    private sealed class Browser(string endpoint) : IDisposable
    {
        private readonly ECDiffieHellman _key = ECDiffieHellman.Create(
            ECCurve.NamedCurves.nistP256
        );
        private readonly byte[] _secret = RandomNumberGenerator.GetBytes(16);

        public string Endpoint => endpoint;

        public JsonContent Subscription =>
            JsonContent.Create(
                new
                {
                    endpoint,
                    expirationTime = (double?)null,
                    keys = new
                    {
                        p256dh = Base64Url.EncodeToString(PublicKey),
                        auth = Base64Url.EncodeToString(_secret),
                    },
                }
            );

        private byte[] PublicKey
        {
            get
            {
                var point = _key.ExportParameters(includePrivateParameters: false).Q;
                return [4, .. point.X!, .. point.Y!];
            }
        }

        public void Dispose() => _key.Dispose();

        public string Decrypt(byte[] body)
        {
            var salt = body[..16];
            var sender = body[21..(21 + body[20])];
            var sealedText = body[(21 + body[20])..];
            using var theirs = ECDiffieHellman.Create(
                new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = sender[1..33], Y = sender[33..] },
                }
            );
            var shared = _key.DeriveRawSecretAgreement(theirs.PublicKey);
            var secret = HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                shared,
                32,
                _secret,
                [.. "WebPush: info\0"u8, .. PublicKey, .. sender]
            );
            var key = HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                secret,
                16,
                salt,
                "Content-Encoding: aes128gcm\0"u8.ToArray()
            );
            var nonce = HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                secret,
                12,
                salt,
                "Content-Encoding: nonce\0"u8.ToArray()
            );
            var text = new byte[sealedText.Length - 16];
            using var aes = new AesGcm(key, 16);
            aes.Decrypt(nonce, sealedText.AsSpan(..^16), sealedText.AsSpan(^16..), text);
            return Encoding.UTF8.GetString(text.AsSpan(..text.AsSpan().LastIndexOf((byte)2)));
        }
    }
}
