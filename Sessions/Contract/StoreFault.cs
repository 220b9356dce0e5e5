namespace Sessions;

/// <summary>What kind of fault a store met. An engine decides it once for each of its codes; answers, health and verdicts follow.</summary>
public enum StoreFault
{
    /// <summary>
    /// The store cannot be had now: locked, full, read-only, away, replaced, its password changed. Nothing was stored, and
    /// the same batch may succeed later.
    /// </summary>
    Unavailable,

    /// <summary>The store works, but never takes this batch as it is; parts of it may succeed.</summary>
    Refused,

    /// <summary>An error of this program; nothing was stored.</summary>
    Bug,
}

/// <summary>The store could not do what it was asked; nothing was stored.</summary>
public abstract class StoreException(string message, Exception? innerException)
    : Exception(message, innerException)
{
    public abstract StoreFault Fault { get; }

    /// <summary>The class of anything that an engine throws: what it did not foresee is a bug.</summary>
    public static StoreFault FaultOf(Exception exception) =>
        exception is StoreException known ? known.Fault : StoreFault.Bug;
}

/// <summary>The store cannot take or give anything now; nothing was lost, and trying again later may succeed.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : StoreException(message, innerException)
{
    public override StoreFault Fault => StoreFault.Unavailable;
}

/// <summary>The store never takes this batch as it is; the message names the reason.</summary>
public sealed class StoreRefusedException(string message, Exception? innerException = null)
    : StoreException(message, innerException)
{
    public override StoreFault Fault => StoreFault.Refused;
}

/// <summary>
/// The store cannot be opened and trying again will not help: the file is damaged, written by a newer version, or in a
/// place that cannot be written. The message is one line: file, reason, what to do. Nothing was changed or deleted.
/// </summary>
public sealed class StoreUnusableException(string message, Exception? innerException = null)
    : StoreException(message, innerException)
{
    /// <summary>To a service that runs, it is away until someone fixes it.</summary>
    public override StoreFault Fault => StoreFault.Unavailable;
}
