using Dashboard.Web.SessionList;
using Dashboard.Web.Shell;
using Dashboard.Web.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>The list of runners, and the page of one.</summary>
internal static class RunnerPages
{
    public static void MapRunnerPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/runners", ListAsync).ExcludeFromDescription();
        app.MapGet("/runners/{name}", ShowAsync).ExcludeFromDescription();
    }

    private static async Task<RazorComponentResult> ListAsync(
        HttpRequest request,
        RunnerReading reading,
        RunnerFigures figures,
        CollectorWatch collector,
        CancellationToken cancellationToken
    )
    {
        var filter = RunnerFilter.Read(request.Query);
        var page = await reading.ListAsync(
            filter.ToQuery(),
            filter.State is { } state ? [state] : [],
            cancellationToken
        );
        var measured = new Dictionary<string, FigureSeries>(StringComparer.Ordinal);
        foreach (var runner in page.Items.Where(runner => !runner.Latest.HasMoney))
        {
            if (await figures.MainAsync(runner.Latest, cancellationToken) is { } main)
            {
                measured[runner.Name] = main;
            }
        }

        return new RazorComponentResult<RunnersPage>(
            new
            {
                List = new RunnersModel
                {
                    Filter = filter,
                    Runners =
                    [
                        .. page
                            .Items.OrderBy(RunnerLook.Rank)
                            .ThenBy(runner => runner.Name, StringComparer.OrdinalIgnoreCase),
                    ],
                    Figures = measured,
                    Next = page.Next,
                    Telemetry = collector.Health,
                    Zone = ReaderZone.Of(request),
                    Now = reading.Now,
                },
            }
        );
    }

    private static async Task<IResult> ShowAsync(
        string name,
        HttpRequest request,
        RunnerReading reading,
        RunnerHistoryReading histories,
        CollectorWatch collector,
        CancellationToken cancellationToken
    ) =>
        await reading.FindAsync(name, cancellationToken) is var (status, sessions)
            ? new RazorComponentResult<RunnerPage>(
                new
                {
                    Runner = await histories.ReadAsync(
                        status,
                        sessions,
                        ReaderZone.Of(request),
                        cancellationToken
                    ),
                    Telemetry = collector.Health,
                }
            )
            : Notices.Of(
                StatusCodes.Status404NotFound,
                new
                {
                    Name = "unknown-runner",
                    Title = "No such runner",
                    Text = $"The store holds no session of a runner named {name}. If it has just started for the first time, retry in a moment.",
                    Sign = "?",
                    CanCome = true,
                }
            );
}
