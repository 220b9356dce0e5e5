namespace Collector.Project;

/// <summary>Where an event comes from.</summary>
/// <param name="SessionId">The session; empty when only its trace is known.</param>
/// <param name="TraceId">32 lower-case hex digits, if stated.</param>
/// <param name="SpanId">16 lower-case hex digits: the span that it speaks of, if stated.</param>
internal readonly record struct EventOrigin(string SessionId, string? TraceId, string? SpanId);
