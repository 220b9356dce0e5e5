namespace ProcessTests.Sending;

/// <summary>What a receiver answered, as it stood on the wire.</summary>
internal sealed record Answer
{
    public required Transport Transport { get; init; }

    public required int Http { get; init; }

    public required string? ContentType { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>From trailers or, in an answer without a message, headers.</summary>
    public string? GrpcStatus { get; init; }

    /// <summary>The serialized <c>google.rpc.Status</c> of a refused call.</summary>
    public byte[]? GrpcDetails { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>Taken: by the protocol, the client may forget it.</summary>
    public bool IsAcknowledged => Http == 200 && (Transport != Transport.Grpc || GrpcStatus == "0");

    /// <summary>Refused in the way that makes a client keep the items and come again.</summary>
    public bool AsksToComeAgain =>
        Transport == Transport.Grpc
            ? GrpcStatus == "14" && RpcStatus.Read(GrpcDetails ?? []) is { HasRetryInfo: true }
            : Http == 503 && int.TryParse(RetryAfter, out var seconds) && seconds > 0;

    public override string ToString() =>
        $"{Transport}: HTTP {Http}, gRPC {GrpcStatus ?? "-"}, {ContentType}, {Body.Length} bytes: "
        + System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 200)));
}
