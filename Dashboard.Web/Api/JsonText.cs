using System.Buffers;
using System.Text;
using System.Text.Json;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>The API's JSON as text, for streams.</summary>
internal static class JsonText
{
    public static string Of(SessionEvent e) => Write(writer => EventJson.Write(writer, e));

    public static string Of(SessionView view) => Write(writer => SessionJson.Write(writer, view));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
