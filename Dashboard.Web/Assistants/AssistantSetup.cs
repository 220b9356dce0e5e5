using System.Reflection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>The dashboard's tools for assistants, by the Model Context Protocol: they read, and nothing else.</summary>
internal static class AssistantSetup
{
    public const string Path = "/mcp";

    private const string Instructions =
        "Reads the sessions of unattended automation: runners (a backup, an import, a trading bot) and each of their sessions, "
        + "with a verdict in a sentence. Begin with what_needs_attention. All times are UTC. Every answer carries links to the "
        + "pages; show them to the user. "
        + Sent.Note
        + " Ids and names are handed back to tools with or without these marks.";

    private static readonly Type[] Tools =
    [
        typeof(AttentionTool),
        typeof(ListTools),
        typeof(SessionTool),
        typeof(CompareTool),
        typeof(HistoryTool),
        typeof(FailureTool),
    ];

    public static void AddAssistants(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<Links>();
        services.AddSingleton<Named>();
        foreach (var type in Tools)
        {
            services.AddSingleton(type);
            foreach (var method in Methods(type))
            {
                services.AddSingleton(provider =>
                    McpServerTool.Create(
                        method,
                        provider.GetRequiredService(type),
                        new McpServerToolCreateOptions
                        {
                            ReadOnly = true,
                            Destructive = false,
                            Idempotent = true,
                            OpenWorld = false,
                            SerializerOptions = Answer.Json,
                            SchemaCreateOptions = Answer.Schema,
                        }
                    )
                );
            }
        }

        services
            .AddMcpServer(server =>
            {
                server.ServerInfo = new Implementation
                {
                    Name = "live-sessions",
                    Title = "Live sessions",
                    Version = typeof(AssistantSetup).Assembly.GetName().Version?.ToString(3) ?? "0",
                };
                server.ServerInstructions = Instructions;
            })
            // Nothing is kept of an assistant between its questions.
            .WithHttpTransport(transport => transport.Stateless = true)
            .WithRequestFilters(filters => filters.AddCallToolFilter(SayWhenAway));
    }

    public static void MapAssistants(this IEndpointRouteBuilder app) =>
        app.MapMcp(Path).ExcludeFromDescription();

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods()
            .Where(method => method.GetCustomAttribute<McpServerToolAttribute>() is not null);

    /// <summary>A store that cannot be read is an answer, not a fault of the program.</summary>
    private static McpRequestHandler<CallToolRequestParams, CallToolResult> SayWhenAway(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next
    ) =>
        async (request, cancellationToken) =>
        {
            try
            {
                return await next(request, cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                return new CallToolResult
                {
                    IsError = true,
                    Content =
                    [
                        new TextContentBlock
                        {
                            Text = "The store cannot be read now. Is the collector running?",
                        },
                    ],
                };
            }
        };
}
