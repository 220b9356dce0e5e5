using System.Text.Json;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.State;

/// <summary>A session's state as its row holds it, for those who have to say which one is damaged.</summary>
internal static class StoredState
{
    /// <exception cref="InvalidDataException">No writer ever wrote this: it concerns this session alone.</exception>
    public static SessionState Read(
        Database database,
        long session,
        string id,
        ReadOnlySpan<byte> state
    )
    {
        try
        {
            return StateCodec.Read(id, state);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"{database.File}: the state of session number {session} is damaged and cannot be read ({exception.Message.ReplaceLineEndings(" ")}); the others are not concerned; a backup in the file's place, without the -wal beside it, brings it back.",
                exception
            );
        }
    }
}
