using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Shell;

/// <summary>The pages for when there is nothing to show: each says why, and what to do.</summary>
internal static class Notices
{
    /// <param name="statusCode">What the answer says to programs.</param>
    /// <param name="notice">The parameters of <see cref="Notice"/>.</param>
    public static RazorComponentResult Of(int statusCode, object notice) =>
        new RazorComponentResult<Notice>(notice) { StatusCode = statusCode };

    public static RazorComponentResult UnknownSession(string id) =>
        Of(
            StatusCodes.Status404NotFound,
            new
            {
                Name = "unknown-session",
                Title = "No such session",
                Text = $"There is no session with the id {id}. If its runner has just started, retry in a moment. The link may also belong to another dashboard.",
                Sign = "?",
                CanCome = true,
            }
        );

    public static RazorComponentResult UnknownPage() =>
        Of(
            StatusCodes.Status404NotFound,
            new
            {
                Name = "unknown-page",
                Title = "No such page",
                Text = "There is nothing at this address.",
                Sign = "?",
            }
        );

    public static RazorComponentResult StoreAway(string reason) =>
        Of(
            StatusCodes.Status503ServiceUnavailable,
            new
            {
                Name = "store-away",
                Title = "The store cannot be read",
                Text = $"{reason} If the store is somewhere else, point ConnectionStrings__sessions to it.",
                Code = "dotnet run --project Collector",
                Sign = "⚠",
                Tone = "warn",
                Retries = true,
            }
        );
}
