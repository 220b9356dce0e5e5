using Microsoft.Extensions.Configuration;

namespace Load;

/// <summary>What to send, how fast, and whose cost to watch. Bound from the command line; an unknown key is an error.</summary>
public sealed class LoadOptions
{
    // The binder's check for unknown keys knows properties only by their own names.
    private static readonly Dictionary<string, string> Dashed = new()
    {
        ["--in-flight"] = nameof(InFlight),
        ["--warm-up"] = nameof(WarmUp),
    };

    /// <summary><c>traces</c>, <c>logs</c>, <c>metrics</c>, or <c>mix</c>: the three in turn.</summary>
    public SignalChoice Signal { get; init; } = SignalChoice.Traces;

    public Protocol Protocol { get; init; } = Protocol.Grpc;

    /// <summary>Base address; the protocol's usual port on loopback when absent.</summary>
    public Uri? Target { get; init; }

    public int Connections { get; init; } = 4;

    /// <summary>Requests under way on each connection; HTTP/1.1 allows only one.</summary>
    public int InFlight { get; init; } = 4;

    /// <summary>Spans, log records or points in a request; points are rounded to whole beats.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Items go to the sessions in turn, so neighbours in a request are never of the same one.</summary>
    public int Sessions { get; init; } = 100;

    /// <summary><c>step</c>: spans inside a phase. <c>phase</c>: each span is a phase of its own.</summary>
    public SpanShape Shape { get; init; } = SpanShape.Step;

    /// <summary>Excluded from every figure.</summary>
    public double WarmUp { get; init; } = 3;

    public double Seconds { get; init; } = 10;

    /// <summary>Ends the run after this many items instead of after <see cref="Seconds"/>.</summary>
    public long? Count { get; init; }

    /// <summary>Items per second, sent on a fixed schedule; absent: as fast as acknowledgements come.</summary>
    public double? Rate { get; init; }

    /// <summary>The receiver's process, for its CPU time and memory.</summary>
    public int? Pid { get; init; }

    /// <summary><c>name=value</c>, sent with every request.</summary>
    public string? Header { get; init; }

    /// <summary>One JSON object instead of text.</summary>
    public bool Json { get; init; }

    public static LoadOptions Parse(string[] args)
    {
        var options =
            new ConfigurationBuilder()
                .AddCommandLine(args, Dashed)
                .Build()
                .Get<LoadOptions>(o => o.ErrorOnUnknownConfiguration = true)
            ?? new LoadOptions();
        Require(options.Connections is > 0 and <= 1_000, "--connections", "1 to 1000");
        Require(options.InFlight is > 0 and <= 1_000, "--in-flight", "1 to 1000");
        Require(options.Batch is > 0 and <= 100_000, "--batch", "1 to 100000");
        Require(options.Sessions is > 0 and <= 1_000_000, "--sessions", "1 to 1000000");
        Require(options.Seconds > 0, "--seconds", "more than 0");
        Require(options.WarmUp >= 0, "--warm-up", "0 or more");
        Require(options.Rate is null or > 0, "--rate", "more than 0");
        Require(options.Count is null or > 0, "--count", "more than 0");
        Require(options.Header is null || options.Header.Contains('='), "--header", "name=value");
        return options;
    }

    public Uri Address =>
        Target
        ?? new Uri(Protocol == Protocol.Grpc ? "http://127.0.0.1:4317" : "http://127.0.0.1:4318");

    private static void Require(bool holds, string key, string expected)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{key} must be {expected}.");
        }
    }
}

public enum SignalChoice
{
    Traces,
    Logs,
    Metrics,
    Mix,
}

public enum Protocol
{
    Grpc,
    Http,
}

public enum SpanShape
{
    Step,
    Phase,
}
