namespace Runner.Telemetry.Export.Transmission;

/// <summary>The exporter's way to the network, by the <see cref="TransmissionHandler"/>.</summary>
sealed class ExporterHandler(TransmissionHandler transmission, HttpMessageHandler network)
    : DelegatingHandler(network)
{
    protected override HttpResponseMessage Send(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) =>
        transmission
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
    ) =>
        transmission.SendAsync(request, token => base.SendAsync(request, token), cancellationToken);
}
