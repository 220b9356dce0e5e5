using Google.Protobuf;
using Sessions.Sqlite.State.Earlier;
using Sessions.Sqlite.State.Messages;

namespace Sessions.Sqlite.State;

/// <summary>
/// A session's state as bytes: <c>session_state.proto</c>. Every commit writes the state of each of its sessions, so the
/// buffer is used again. Not thread-safe.
/// </summary>
internal sealed class StateCodec
{
    private byte[] _buffer = new byte[1024];

    /// <returns>The state's bytes; valid until the next call.</returns>
    public ReadOnlySpan<byte> Write(SessionState state)
    {
        var message = ToMessage.Of(state);
        var size = message.CalculateSize();
        if (size > _buffer.Length)
        {
            _buffer = new byte[size * 2];
        }

        var written = _buffer.AsSpan(0, size);
        message.WriteTo(written);
        return written;
    }

    /// <param name="id">The session's id.</param>
    /// <param name="bytes">What <see cref="Write"/> returned, here or in an earlier version, whatever its form was.</param>
    /// <exception cref="InvalidDataException">They are no state.</exception>
    public static SessionState Read(string id, ReadOnlySpan<byte> bytes)
    {
        switch (bytes)
        {
            // No protobuf message begins with these bytes: both would be tags that cannot be.
            case [(byte)'{', ..]:
                return SessionStateJson.Read(bytes);
            case [PackedState.Version, ..]:
                return PackedState.Read(id, bytes);
            case []:
                throw new InvalidDataException("a session's state is empty");
        }

        try
        {
            return FromMessage.State(id, StateMessage.Parser.ParseFrom(bytes));
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
