namespace Sessions.Sqlite.Write;

/// <summary>What has to have happened before a batch is acknowledged.</summary>
public enum Durability
{
    /// <summary>It is on the disk: neither the end of the process nor a power failure takes it away.</summary>
    Full,

    /// <summary>It is committed: a power failure or the end of the operating system may take the newest batches away, never the file.</summary>
    Relaxed,
}
