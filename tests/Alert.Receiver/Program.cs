// A receiver of webhooks that may be killed at any moment: a line of its file for each key that it has taken, on the disk
// before it answers. A key that it knows is answered like a new one, and counted in a file of its own.
//
// Alert.Receiver <file> [settings]

using System.Text.Json;

var file = args[0];
var keys = new HashSet<string>(StringComparer.Ordinal);
using var taken = Open(file);
using var again = Open(file + ".again");
foreach (var line in await File.ReadAllLinesAsync(file))
{
    keys.Add(line.Split('\t')[0]);
}

var gate = new Lock();
var app = WebApplication.Create(args[1..]);
app.MapPost(
    "/",
    async (HttpRequest request) =>
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        var data = (await JsonDocument.ParseAsync(request.Body)).RootElement;
        var type = data.GetProperty("type").GetString()!.Split('.')[^1];
        var runner = data.TryGetProperty("subject", out var subject) ? subject.GetString() : "";
        // A kill may come before the line, between line and answer, or after both.
        await Task.Delay(Random.Shared.Next(20));
        lock (gate)
        {
            Append(keys.Add(key) ? taken : again, $"{key}\t{runner}\t{type}\n");
        }

        await Task.Delay(Random.Shared.Next(20));
        return Results.Ok();
    }
);
await app.RunAsync();

// What a kill cut off in the middle was not answered.
static FileStream Open(string file)
{
    var stream = new FileStream(
        file,
        FileMode.OpenOrCreate,
        FileAccess.ReadWrite,
        FileShare.ReadWrite
    );
    var bytes = new byte[stream.Length];
    stream.ReadExactly(bytes);
    stream.SetLength(bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
    stream.Seek(0, SeekOrigin.End);
    return stream;
}

static void Append(FileStream stream, string line)
{
    stream.Write(System.Text.Encoding.UTF8.GetBytes(line));
    stream.Flush(flushToDisk: true);
}
