using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Alerts.Configuration;
using Alerts.Outbox;

namespace Alerts.Channels;

/// <summary>A receiver that takes one HTTP request for each message.</summary>
/// <param name="name">Of the channel.</param>
/// <param name="options">Its settings.</param>
/// <param name="client">See <see cref="OutgoingHttp"/>.</param>
internal abstract class HttpChannel(string name, ChannelOptions options, HttpClient client)
    : IChannel
{
    public string Name => name;

    public virtual TimeSpan? RepeatsAfter => null;

    protected ChannelOptions Options => options;

    public async Task SendAsync(Message message, string id, CancellationToken cancellationToken)
    {
        using var request = Request(message, id);
        if (options.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var answer = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            Require(answer.StatusCode);
        }
        catch (HttpRequestException problem)
        {
            throw problem.InnerException as DeliveryException
                ?? new DeliveryException(
                    $"No connection ({problem.HttpRequestError}).",
                    inner: problem
                );
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException("No answer in time.", inner: problem);
        }
    }

    protected abstract HttpRequestMessage Request(Message message, string id);

    protected static HttpRequestMessage Post(
        string url,
        string body,
        string mediaType = "application/json"
    ) => new(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    private static void Require(HttpStatusCode status)
    {
        if ((int)status is >= 200 and < 300)
        {
            return;
        }

        throw new DeliveryException(
            (int)status is >= 300 and < 400
                ? $"The receiver answers {(int)status}, which leads elsewhere; redirects are not followed."
                : $"The receiver answers {(int)status} {status}.",
            // What is malformed to it stays so; a wrong key or address is for a person to set right.
            isLasting: status
                is HttpStatusCode.BadRequest
                    or HttpStatusCode.RequestEntityTooLarge
                    or HttpStatusCode.UnprocessableEntity
        );
    }
}
