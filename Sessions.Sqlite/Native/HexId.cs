using System.Buffers;

namespace Sessions.Sqlite.Native;

/// <summary>Trace and span ids take half the room as bytes; only their canonical form is turned, so that it comes back as it was.</summary>
internal static class HexId
{
    /// <param name="text">16 or 32 lower-case hex digits, or anything else.</param>
    /// <param name="bytes">At least 16.</param>
    /// <param name="count">How many bytes were written.</param>
    public static bool TryDecode(string? text, Span<byte> bytes, out int count)
    {
        count = 0;
        if (
            text is null
            || text.Length is not (16 or 32)
            || text.AsSpan().ContainsAnyInRange('A', 'F')
        )
        {
            return false;
        }

        return Convert.FromHexString(text, bytes, out _, out count) == OperationStatus.Done;
    }
}
