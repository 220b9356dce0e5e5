using Dashboard.Web.Api;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>What a reader looks for: a verdict, or what needs attention.</summary>
/// <param name="Name">In the URL.</param>
/// <param name="Words">For people.</param>
/// <param name="Wanted">Which sessions that are.</param>
public sealed record VerdictChoice(string Name, string Words, WantedVerdicts Wanted)
{
    /// <summary>What a person should look at now.</summary>
    public static VerdictChoice Attention { get; } =
        new("attention", "Needs attention", WantedVerdicts.Of([], needAttention: true));

    public static IReadOnlyList<VerdictChoice> All { get; } =
    [
        Attention,
        .. Enum.GetValues<VerdictKind>()
            .Select(kind => new VerdictChoice(
                WireName.Of(kind),
                VerdictLook.Of(kind).Word,
                WantedVerdicts.Of([kind], needAttention: false)
            )),
    ];

    public static VerdictChoice? Find(string? name) =>
        All.FirstOrDefault(choice => choice.Name == name);
}
