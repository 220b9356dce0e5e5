namespace Runner.Telemetry.Export.Transmission;

/// <summary>Tells a person why telemetry does not arrive: each kind of problem once per process.</summary>
/// <param name="write">Takes one line.</param>
/// <param name="spoolFolder">Where requests wait meanwhile; null if they do not.</param>
sealed class ProblemNotices(Action<string> write, string? spoolFolder)
{
    readonly HashSet<string> _told = [];
    readonly Lock _gate = new();

    string Kept =>
        spoolFolder is null
            ? "Telemetry is lost meanwhile."
            : $"Telemetry is kept in {spoolFolder} and sent when the receiver takes it.";

    /// <summary>The request was not delivered, and may be later.</summary>
    public void NotDelivered(ReceiverAddress address, Answer answer)
    {
        if (answer.IsForeign)
        {
            WrongProtocol(address, answer.Reason);
        }
        else
        {
            Tell(
                "away",
                $"the receiver at {address.Endpoint} does not take telemetry ({answer.Reason}). {Kept}"
                    + " OTEL_EXPORTER_OTLP_ENDPOINT sets another receiver."
            );
        }
    }

    /// <summary>The receiver refused a request for good.</summary>
    /// <param name="folder">Where it was put; null if it was not kept.</param>
    public void Refused(ReceiverAddress address, Answer answer, string? folder)
    {
        if (answer.IsForeign)
        {
            WrongProtocol(address, answer.Reason);
        }

        var where = folder is null ? "It was not kept." : $"It was kept in {folder}.";
        Tell(
            "refused",
            $"the receiver at {address.Endpoint} refused a request for good ({answer.Reason}). {where}"
                + " Further ones are counted in RunnerTelemetry.LostRequests."
        );
    }

    public void SpoolFails(string reason) =>
        Tell(
            "spool",
            $"requests cannot be kept on disk ({reason}). Such requests are lost, and counted in RunnerTelemetry.LostRequests."
        );

    void WrongProtocol(ReceiverAddress address, string reason)
    {
        var (spoken, port, other) = address.IsGrpc
            ? ("gRPC", 4317, "http/protobuf")
            : ("HTTP", 4318, "grpc");
        Tell(
            "protocol",
            $"{address.Endpoint} does not seem to speak OTLP over {spoken} ({reason})."
                + $" Set OTEL_EXPORTER_OTLP_PROTOCOL to {other}, or OTEL_EXPORTER_OTLP_ENDPOINT to the port for"
                + $" {spoken}, usually {port}."
        );
    }

    void Tell(string kind, string text)
    {
        lock (_gate)
        {
            if (!_told.Add(kind))
            {
                return;
            }
        }

        write($"Runner.Telemetry: {text}");
    }
}
