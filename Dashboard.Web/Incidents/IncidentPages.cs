using Dashboard.Web.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Incidents;

/// <summary>The page of incidents.</summary>
internal static class IncidentPages
{
    public const string Address = "/incidents";

    public static void MapIncidentPages(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, Show).ExcludeFromDescription();

    private static RazorComponentResult Show(
        HttpRequest request,
        IncidentReading reading,
        CollectorWatch collector
    ) =>
        new RazorComponentResult<IncidentsPage>(
            new
            {
                Model = reading.Read(
                    (string?)request.Query["before"] is { Length: > 0 } before ? before : null,
                    collector.Health
                ),
            }
        );
}
