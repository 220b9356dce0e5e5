namespace Collector.Decode;

/// <summary>
/// <c>Export{Trace,Logs,Metrics}ServiceRequest</c>: resources, in them scopes, in them items. The three signals number
/// these fields alike, so one reader walks them all.
/// </summary>
internal static class ExportRequestMessage
{
    public const uint Resources = 1 << 3 | WireTag.Bytes;
    public const uint Resource = 1 << 3 | WireTag.Bytes;
    public const uint Scopes = 2 << 3 | WireTag.Bytes;
    public const uint Scope = 1 << 3 | WireTag.Bytes;
    public const uint Items = 2 << 3 | WireTag.Bytes;

    /// <exception cref="MalformedMessageException">The bytes are no such request; the sink may have seen a part of it.</exception>
    public static void Read(
        Signal signal,
        ReadOnlySpan<byte> message,
        AttributeReader attributeReader,
        ISignalSink sink
    )
    {
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Tag == Resources)
            {
                ReadResource(signal, reader.Bytes(), attributeReader, sink);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadResource(
        Signal signal,
        ReadOnlySpan<byte> message,
        AttributeReader attributeReader,
        ISignalSink sink
    )
    {
        // Fields may come in any order, and what the resource says must be known before its items.
        var inherited = default(DecodedAttributes);
        var attributes = default(AttributeList);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Tag == Resource)
            {
                attributes = new AttributeList(reader.Bytes(), AttributeList.FirstField);
                attributeReader.Read(attributes, ref inherited);
            }
            else
            {
                reader.Skip();
            }
        }

        // What only the resource has is context and does not belong to each event.
        inherited.HasFree = false;
        var scopes = new WireReader(message);
        while (scopes.Next())
        {
            if (scopes.Tag == Scopes)
            {
                ReadScope(signal, scopes.Bytes(), inherited, attributes, sink);
            }
            else
            {
                scopes.Skip();
            }
        }
    }

    private static void ReadScope(
        Signal signal,
        ReadOnlySpan<byte> message,
        in DecodedAttributes inherited,
        AttributeList resource,
        ISignalSink sink
    )
    {
        var scope = signal == Signal.Metrics ? ScopeOf(message) : default;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Tag != Items)
            {
                reader.Skip();
            }
            else if (signal == Signal.Traces)
            {
                sink.Span(SpanMessage.Read(reader.Bytes()), inherited, resource);
            }
            else if (signal == Signal.Logs)
            {
                sink.LogRecord(LogRecordMessage.Read(reader.Bytes()), inherited, resource);
            }
            else
            {
                sink.Metric(MetricMessage.Read(reader.Bytes()), inherited, resource, scope);
            }
        }
    }

    /// <summary>The scope's message, wherever it stands.</summary>
    private static ReadOnlySpan<byte> ScopeOf(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> scope = default;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Tag == Scope)
            {
                scope = reader.Bytes();
            }
            else
            {
                reader.Skip();
            }
        }

        return scope;
    }
}
