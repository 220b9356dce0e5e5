namespace Collector.Decode;

/// <summary>The bytes are no message of the kind they claim to be; the whole request is refused.</summary>
internal sealed class MalformedMessageException(string message) : Exception(message);
