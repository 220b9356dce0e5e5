using Dashboard.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>For when there are not two sessions to compare.</summary>
internal static class CompareNotices
{
    public static RazorComponentResult ChooseTwo() =>
        Notices.Of(
            StatusCodes.Status400BadRequest,
            new
            {
                Name = "choose-two",
                Title = "Choose two sessions",
                Text = "Tick two sessions in the list and press Compare, or open a session and compare it with the one before.",
                Sign = "⇄",
            }
        );

    public static RazorComponentResult NoPrevious(SessionState session) =>
        Notices.Of(
            StatusCodes.Status404NotFound,
            new
            {
                Name = "no-previous",
                Title = "No session before this one",
                Text = $"This is the first session of {session.RunnerName} in this store. Select any two sessions in the list to compare them.",
                Sign = "⇄",
            }
        );
}
