namespace Runner.Telemetry.Export.Spooling;

/// <summary>The exporter's way to the network, by the <see cref="Courier"/>.</summary>
sealed class SpoolingHandler(Courier courier, HttpMessageHandler network)
    : DelegatingHandler(network)
{
    protected override HttpResponseMessage Send(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) =>
        courier
            .SendAsync(
                request,
                token => Task.FromResult(base.Send(request, token)),
                cancellationToken
            )
            .GetAwaiter()
            .GetResult();

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => courier.SendAsync(request, token => base.SendAsync(request, token), cancellationToken);
}
