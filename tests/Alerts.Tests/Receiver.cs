using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Alerts.Tests;

/// <summary>A receiver of messages that answers as it is told: 200 unless there are other answers to give first.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _site;

    private Receiver(WebApplication site) => _site = site;

    public string Url => _site.Urls.First();

    /// <summary>What it was sent, in order.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>What it answers next, in order.</summary>
    public ConcurrentQueue<HttpStatusCode> Answers { get; } = new();

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        receiver._site.Run(receiver.TakeAsync);
        await receiver._site.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Requests.Enqueue(
            new Received(
                http.Request.Path,
                http.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                ),
                body.ToArray()
            )
        );
        var status = Answers.TryDequeue(out var answer) ? answer : HttpStatusCode.OK;
        http.Response.StatusCode = (int)status;
        if (status == HttpStatusCode.Found)
        {
            http.Response.Headers.Location = "/elsewhere";
        }
    }
}

/// <summary>A request.</summary>
internal sealed record Received(
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Bytes
)
{
    public string Body => System.Text.Encoding.UTF8.GetString(Bytes);
}
