using Dashboard.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>For when there is nothing to compare with.</summary>
internal static class CompareNotices
{
    public static RazorComponentResult Choose() =>
        Notices.Of(
            StatusCodes.Status400BadRequest,
            new
            {
                Name = "choose-two",
                Title = "Choose two to four sessions",
                Text = "Select two to four sessions in the list and press Compare, or open a session and compare it with the previous one.",
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
                Text = $"This is the first session of {session.RunnerName} in this store. Select any sessions in the list to compare them.",
                Sign = "⇄",
            }
        );
}
