using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>One or several verdicts that a reader looks for.</summary>
/// <param name="Name">In the URL.</param>
/// <param name="Words">For people.</param>
/// <param name="Kinds">Any of these.</param>
public sealed record VerdictChoice(string Name, string Words, IReadOnlyList<VerdictKind> Kinds)
{
    /// <summary>What a person should look at now: not ended, and not well.</summary>
    public static VerdictChoice Attention { get; } =
        new(
            "attention",
            "Needs attention",
            [VerdictKind.Late, VerdictKind.Lost, VerdictKind.Hung, VerdictKind.TelemetryDown]
        );

    public static IReadOnlyList<VerdictChoice> All { get; } =
    [
        Attention,
        .. Enum.GetValues<VerdictKind>()
            .Select(kind => new VerdictChoice(
                WireName.Of(kind),
                VerdictLook.Of(kind).Word,
                [kind]
            )),
    ];

    public static VerdictChoice? Find(string? name) =>
        All.FirstOrDefault(choice => choice.Name == name);
}
