using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Shell;

/// <summary>The pages for when there is nothing to show: each says why, and what to do.</summary>
internal static class Notices
{
    public static RazorComponentResult UnknownSession(string id) =>
        new RazorComponentResult<Notice>(
            new
            {
                Name = "unknown-session",
                Title = "No such session",
                Text = $"The store holds no session with the id {id}. It may not have reported yet, or the link belongs to another store.",
                Sign = "?",
            }
        )
        {
            StatusCode = StatusCodes.Status404NotFound,
        };

    public static RazorComponentResult UnknownPage() =>
        new RazorComponentResult<Notice>(
            new
            {
                Name = "unknown-page",
                Title = "No such page",
                Text = "There is nothing at this address.",
                Sign = "?",
            }
        )
        {
            StatusCode = StatusCodes.Status404NotFound,
        };

    public static RazorComponentResult StoreAway(string reason) =>
        new RazorComponentResult<Notice>(
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
        )
        {
            StatusCode = StatusCodes.Status503ServiceUnavailable,
        };
}
