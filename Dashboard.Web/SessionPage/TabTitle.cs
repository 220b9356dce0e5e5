using Dashboard.Web.Shell;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.SessionPage;

/// <summary>A session page's title: how the session is, why when it failed, and whose it is.</summary>
internal static class TabTitle
{
    /// <summary>A tab shows little more than its first words.</summary>
    private const int MostOfReason = 60;

    public static string Of(SessionView view)
    {
        var look = VerdictLook.Of(view.Verdict.Kind);
        var reason = Reason(view) is { Length: > 0 } text ? $": {text}" : "";
        return $"{look.Sign} {look.Word}{reason} · {view.State.RunnerName}";
    }

    private static string? Reason(SessionView view)
    {
        if (
            view.Verdict.Kind
            is not (VerdictKind.Failed or VerdictKind.Error or VerdictKind.Timeout)
        )
        {
            return null;
        }

        var text = Legible.Of(view.State.Reason?.Text ?? "").TrimEnd('.');
        if (text.Length <= MostOfReason)
        {
            return text;
        }

        var cut = char.IsHighSurrogate(text[MostOfReason - 2]) ? 2 : 1;
        return text[..(MostOfReason - cut)] + "…";
    }
}
