using System.Text.Json;
using Google.Protobuf;

namespace ProcessTests.Sending;

/// <summary><c>google.rpc.Status</c>: 1 code, 2 message, 3 details (Any: 1 type_url, 2 value).</summary>
internal sealed record RpcStatus(int Code, string Message, bool HasRetryInfo)
{
    private const string RetryInfo = "type.googleapis.com/google.rpc.RetryInfo";

    /// <returns>Null when the bytes are no such message.</returns>
    public static RpcStatus? Read(byte[] bytes)
    {
        var (code, message, retry) = (0, "", false);
        try
        {
            var input = new CodedInputStream(bytes);
            while (input.ReadTag() is > 0 and var tag)
            {
                switch (tag)
                {
                    case 1 << 3:
                        code = input.ReadInt32();
                        break;
                    case 2 << 3 | 2:
                        message = input.ReadString();
                        break;
                    case 3 << 3 | 2:
                        var any = new CodedInputStream(input.ReadBytes().ToByteArray());
                        retry |= any.ReadTag() == (1 << 3 | 2) && any.ReadString() == RetryInfo;
                        break;
                    default:
                        return null;
                }
            }

            return new RpcStatus(code, message, retry);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <returns>Null when the bytes are no such JSON object.</returns>
    public static RpcStatus? ReadJson(byte[] bytes)
    {
        try
        {
            var json = JsonDocument.Parse(bytes).RootElement;
            return new RpcStatus(
                json.TryGetProperty("code", out var code) ? code.GetInt32() : 0,
                json.GetProperty("message").GetString()!,
                json.TryGetProperty("details", out _)
            );
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
