using System.Globalization;
using System.Text;

namespace Viewers;

/// <summary>Sends single signals over OTLP/HTTP; each call ends with the collector's acknowledgement.</summary>
internal static class Otlp
{
    public static Task StartAsync(RunningStack stack, string session) =>
        LogAsync(stack, session, "runner.session.start", "start");

    public static Task CheckAsync(RunningStack stack, string session, string check) =>
        LogAsync(stack, session, "runner.checkpoint", check);

    public static Task BeatAsync(RunningStack stack, string session, long number, double equity) =>
        PostAsync(
            stack,
            "/v1/metrics",
            $$"""
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
            {{Gauge(session, "runner.heartbeat", "asInt", $"\"{number}\"")}},
            {{Gauge(session, "runner.progress", "asInt", $"\"{number}\"")}},
            {{Gauge(
                session,
                "runner.equity",
                "asDouble",
                equity.ToString(CultureInfo.InvariantCulture)
            )}}]}]}]}
            """
        );

    private static string Gauge(string session, string name, string field, string value) =>
        $$$"""
            {"name":"{{{name}}}","gauge":{"dataPoints":[{"timeUnixNano":"{{{Now()}}}","{{{field}}}":{{{value}}},"attributes":[
            {"key":"session.id","value":{"stringValue":"{{{session}}}"}},
            {"key":"runner.phase.name","value":{"stringValue":"api_phase"}}]}]}}
            """;

    private static Task LogAsync(RunningStack stack, string session, string name, string check) =>
        PostAsync(
            stack,
            "/v1/logs",
            $$$"""
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"{{{Now()}}}","eventName":"{{{name}}}",
            "traceId":"{{{session.Replace(
                "-",
                "",
                StringComparison.Ordinal
            )}}}","spanId":"00f067aa0ba902b7","attributes":[
            {"key":"session.id","value":{"stringValue":"{{{session}}}"}},{"key":"runner.name","value":{"stringValue":"pixels"}},
            {"key":"runner.phase.name","value":{"stringValue":"api_phase"}},
            {"key":"runner.checkpoint.name","value":{"stringValue":"{{{check}}}"}},
            {"key":"runner.checkpoint.status","value":{"stringValue":"pass"}}]}]}]}]}
            """
        );

    private static async Task PostAsync(RunningStack stack, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await stack.Client.PostAsync(new Uri(stack.Otlp, path), body);
        answer.EnsureSuccessStatusCode();
    }

    private static string Now() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100}"
        );
}
