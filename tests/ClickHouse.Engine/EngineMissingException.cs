namespace ClickHouse.Engine;

/// <summary>The engine cannot be had here: tests that need it are skipped, with this message.</summary>
public sealed class EngineMissingException(string message, Exception? inner = null)
    : Exception(message, inner);
