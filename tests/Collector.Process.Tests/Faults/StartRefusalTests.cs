using System.Net;
using System.Net.Sockets;
using ProcessTests.Running;

namespace ProcessTests.Faults;

/// <summary>What a service cannot start with is said in one line, with exit code 1 and no stack trace.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);

    public StartRefusalTests() => _other.Start();

    private int TakenPort => ((IPEndPoint)_other.LocalEndpoint).Port;

    [Theory]
    [InlineData("--Kestrel:Endpoints:OtlpHttp:Url=http://127.0.0.1:{0}", "address already in use")]
    [InlineData("--Kestrel:Endpoints:OtlpHttp:Url=http://127.0.0.1:99999", "99999")]
    [InlineData("--Kestrel:Endpoints:OtlpHttp:Url=ftp://127.0.0.1", "ftp")]
    [InlineData("--Kestrel:Endpoints:OtlpHttp:Url=https://127.0.0.1:0", "certificate")]
    [InlineData("--Kestrel:Endpoints:OtlpHttp:Url=http://0.0.0.0:0", "Receive:ApiKey")]
    [InlineData("--Write:MaxCommitItems=many", "Write:MaxCommitItems")]
    [InlineData("--Write:MaxComitItems=5", "Write:MaxComitItems is no setting")]
    [InlineData("--Forward:Targets:0:Url=http://x", "Forward:Targets:0:Url is no setting")]
    [InlineData("--Store:MaxDays=3", "Store:MaxDays is no setting")]
    [InlineData("--Store:MaxAge=long", "Store:MaxAge")]
    [InlineData("--Forward:Targets:0:Endpoint=nowhere", "Forward:Targets")]
    [InlineData("--Receive:ApiKey=short", "Receive:ApiKey")]
    [InlineData("--ConnectionStrings:sessions=Data Source=/proc/sessions.db", "/proc")]
    [InlineData("--ConnectionStrings:sessions=Nothing=1", "ConnectionStrings")]
    [InlineData("--ConnectionStrings:sessions=Host=", "ConnectionStrings")]
    public async Task The_collector_refuses_in_one_line(string setting, string text)
    {
        await using var collector = await CollectorProcess.StartAndEndAsync(
            _folder.Store,
            WithPort(setting)
        );

        AssertOneLine(collector, "collector: ", text);
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:{0}", "address already in use")]
    [InlineData("--urls=http://127.0.0.1:99999", "99999")]
    [InlineData("--urls=ftp://127.0.0.1", "ftp")]
    [InlineData("--urls=https://127.0.0.1:0", "certificate")]
    [InlineData("--urls=http://0.0.0.0:0", "Dashboard:Token")]
    [InlineData("--Dashboard:Token=short", "Dashboard:Token")]
    [InlineData("--Dashboard:AllowRemote=perhaps", "Dashboard:AllowRemote")]
    [InlineData("--Dashboard:Tokn=0123456789abcdef", "Dashboard:Tokn is no setting")]
    [InlineData("--services:collector:otlp-http:0=nowhere", "collector")]
    [InlineData("--ConnectionStrings:sessions=Nothing=1", "ConnectionStrings")]
    [InlineData("--ConnectionStrings:sessions=Host=", "ConnectionStrings")]
    public async Task The_dashboard_refuses_in_one_line(string setting, string text)
    {
        await using var dashboard = await DashboardProcess.StartAndEndAsync(
            _folder.Store,
            WithPort(setting)
        );

        AssertOneLine(dashboard, "dashboard: ", text);
    }

    public void Dispose()
    {
        _other.Dispose();
        _folder.Dispose();
    }

    private string WithPort(string setting) =>
        setting.Replace("{0}", $"{TakenPort}", StringComparison.Ordinal);

    private static void AssertOneLine(ServiceProcess service, string start, string text)
    {
        Assert.Equal(1, service.ExitCode);
        var lines = service.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(
            lines,
            line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(lines, line => line.StartsWith("fail: ", StringComparison.Ordinal));
        var said = Assert.Single(lines, line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.Contains(text, said, StringComparison.OrdinalIgnoreCase);
    }
}
