using Collector.Decode;
using Sessions;

namespace Collector.Project;

/// <summary>Parameters and environment of a session, from its start and the resource that sent it.</summary>
internal static class RunProjector
{
    /// <returns>Null when there are neither.</returns>
    public static RunFacts? WriteRun(
        this DetailsJson details,
        AttributeList attributes,
        AttributeList resource,
        Projection into,
        string? session
    )
    {
        var isCut = false;
        var run = new RunFacts(
            details.Parameters(attributes, ref isCut) ?? details.Parameters(resource, ref isCut),
            details.Environment(resource, ref isCut)
        );
        if (isCut)
        {
            into.Ignored.Add(
                IgnoredReason.Limit,
                session ?? "",
                $"parameters and resource attributes: nested, or beyond {DetailsJson.MaxRunBytes} bytes"
            );
        }

        return run == new RunFacts(null, null) ? null : run;
    }
}
