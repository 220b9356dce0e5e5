using System.Diagnostics;
using OpenTelemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>Keeps requests for the health endpoints out of the traces.</summary>
sealed class HealthProbeFilter : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (
            data.Kind == ActivityKind.Server
            && data.GetTagItem("url.path") is HealthDefaults.Health or HealthDefaults.Alive
        )
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
