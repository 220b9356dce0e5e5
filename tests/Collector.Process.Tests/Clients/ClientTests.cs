using OpenTelemetry.Exporter;
using ProcessTests.Running;

namespace ProcessTests.Clients;

/// <summary>Whatever speaks OTLP gets its session through whole.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly string _sessionId = Guid.CreateVersion7().ToString();
    private CollectorProcess _collector = null!;

    public async ValueTask InitializeAsync() =>
        _collector = await CollectorProcess.StartAsync(_folder.Store);

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.GZip)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.GZip)]
    public async Task A_session_from_OpenTelemetry_dotnet_arrives_whole(
        OtlpExportProtocol protocol,
        OtlpExportCompression compression
    )
    {
        var endpoint = protocol == OtlpExportProtocol.Grpc ? _collector.Grpc : _collector.HttpUrl;
        using (var client = new DotNetClient(endpoint, protocol, compression))
        {
            client.SendSession(_sessionId);
        }

        await ExpectedSession.AssertStoredAsync(_folder.Store, _sessionId);
    }

    [Theory]
    [InlineData("grpc", "none")]
    [InlineData("grpc", "gzip")]
    [InlineData("http/protobuf", "none")]
    [InlineData("http/protobuf", "gzip")]
    [InlineData("http/json", "none")]
    [InlineData("http/json", "gzip")]
    public async Task A_session_from_OpenTelemetry_JS_arrives_whole(
        string protocol,
        string compression
    )
    {
        var endpoint = protocol == "grpc" ? _collector.Grpc : _collector.HttpUrl;

        await NodeClient.SendSessionAsync(endpoint, protocol, compression, _sessionId);

        await ExpectedSession.AssertStoredAsync(_folder.Store, _sessionId);
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _folder.Dispose();
    }
}
