namespace Runner.Telemetry.Export.Transmission;

/// <summary>What kind of request: each goes to an address of its own.</summary>
enum OtlpSignal
{
    Traces,
    Metrics,
    Logs,
}

/// <summary>Tells the signal by a request's path, of gRPC (<c>…trace.v1.TraceService/Export</c>) or HTTP (<c>/v1/traces</c>).</summary>
static class OtlpSignals
{
    public static OtlpSignal Of(Uri address) =>
        address.AbsolutePath switch
        {
            var path when path.Contains("trace", StringComparison.OrdinalIgnoreCase) =>
                OtlpSignal.Traces,
            var path when path.Contains("metrics", StringComparison.OrdinalIgnoreCase) =>
                OtlpSignal.Metrics,
            _ => OtlpSignal.Logs,
        };
}
