namespace Dashboard.Web.Shell;

/// <summary>A session's id as people see it: enough of it to tell one session from another.</summary>
internal static class ShortId
{
    private const int Head = 8;
    private const int Tail = 4;

    /// <summary>
    /// For example <c>5f833d2c</c>. An id that begins with its time (UUIDv7) says with its first eight digits no more
    /// than the minute, so its last four are added: <c>01a20459…26c2</c>.
    /// </summary>
    public static string Of(string id) =>
        id.Length <= Head ? id
        : Guid.TryParseExact(id, "D", out var guid) && guid.Version == 7
            ? $"{id[..Head]}…{id[^Tail..]}"
        : id[..Head];
}
