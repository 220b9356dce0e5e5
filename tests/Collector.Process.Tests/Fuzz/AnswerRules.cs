using System.Text.Json;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using ProcessTests.Sending;

namespace ProcessTests.Fuzz;

/// <summary>What a receiver may answer to any bytes at all: a taken request or a named refusal, in the request's encoding.</summary>
internal static class AnswerRules
{
    // Never 500 and INTERNAL: bytes from outside must not reach a bug.
    private static readonly int[] HttpCodes = [200, 400, 408, 413, 415, 503];
    private static readonly string[] GrpcCodes = ["0", "3", "4", "8", "12", "14"];

    public static void AssertValid(Answer answer, OtlpSignal signal)
    {
        var isValid = answer.Transport switch
        {
            Transport.Grpc => IsValidGrpc(answer, signal),
            Transport.HttpProtobuf => answer.ContentType == "application/x-protobuf"
                && (
                    answer.Http == 200
                        ? IsResponse(signal, answer.Body)
                        : RpcStatus.Read(answer.Body) is not null
                ),
            _ => answer.ContentType == "application/json"
                && (
                    answer.Http == 200
                        ? IsJsonObject(answer.Body)
                        : RpcStatus.ReadJson(answer.Body) is not null
                ),
        };
        Assert.True(isValid && HttpCodes.Contains(answer.Http), answer.ToString());
    }

    private static bool IsValidGrpc(Answer answer, OtlpSignal signal) =>
        answer.Http == 200
        && answer.ContentType == "application/grpc"
        && GrpcCodes.Contains(answer.GrpcStatus)
        && (
            answer.GrpcStatus == "0"
                ? answer.Body.Length >= 5 && IsResponse(signal, answer.Body[5..])
                : answer.GrpcDetails is null || RpcStatus.Read(answer.GrpcDetails) is not null
        );

    private static bool IsResponse(OtlpSignal signal, byte[] body)
    {
        MessageParser parser = signal switch
        {
            OtlpSignal.Traces => ExportTraceServiceResponse.Parser,
            OtlpSignal.Metrics => ExportMetricsServiceResponse.Parser,
            _ => ExportLogsServiceResponse.Parser,
        };
        try
        {
            parser.ParseFrom(body);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static bool IsJsonObject(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
