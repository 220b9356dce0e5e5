namespace Dashboard.Web.Telemetry;

/// <summary>Where the Aspire dashboard shows the same traces: <c>Aspire:DashboardUrl</c>, if it is set.</summary>
internal sealed class AspireDashboard(IConfiguration configuration)
{
    private readonly string? _address = configuration["Aspire:DashboardUrl"]?.TrimEnd('/');

    /// <returns>Null without an address or a trace.</returns>
    public string? TraceUrl(string? traceId) =>
        string.IsNullOrEmpty(_address) || traceId is null
            ? null
            : $"{_address}/traces/detail/{traceId}";
}
