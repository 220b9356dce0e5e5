using System.Text.Json;
using Dashboard.Tests.Store;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dashboard.Web.Tests.Assistants;

/// <summary>An assistant: the official client, connected to a dashboard.</summary>
internal sealed class Assistant : IAsyncDisposable
{
    private Assistant(McpClient client) => Client = client;

    public McpClient Client { get; }

    public static async Task<Assistant> ConnectAsync(DashboardApp app, string? token = null)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(app.Address, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = token is null
                    ? null
                    : new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            }
        );
        return new Assistant(
            await McpClient.CreateAsync(
                transport,
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
    }

    public async Task<CallToolResult> CallAsync(
        string tool,
        params (string Name, object? Value)[] arguments
    ) =>
        await Client.CallToolAsync(
            tool,
            arguments.ToDictionary(argument => argument.Name, argument => argument.Value),
            cancellationToken: TestContext.Current.CancellationToken
        );

    /// <summary>What a tool answers, as data.</summary>
    public async Task<JsonElement> AskAsync(
        string tool,
        params (string Name, object? Value)[] arguments
    )
    {
        var result = await CallAsync(tool, arguments);
        Assert.False(result.IsError is true, Text(result));
        return result.StructuredContent!.Value;
    }

    public static string Text(CallToolResult result) =>
        Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
