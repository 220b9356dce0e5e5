using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Which sessions are wanted, by how they are doing.</summary>
/// <param name="Kinds">Any of these verdicts; empty is all.</param>
/// <param name="NeedAttention">Of these only the sessions that need attention.</param>
public sealed record WantedVerdicts(IReadOnlyList<VerdictKind> Kinds, bool NeedAttention)
{
    public static WantedVerdicts All { get; } = new([], NeedAttention: false);

    public bool IsAll => Kinds.Count == 0 && !NeedAttention;

    public static WantedVerdicts Of(IReadOnlyList<VerdictKind> kinds, bool needAttention) =>
        needAttention
            ? new(
                [
                    .. Enum.GetValues<VerdictKind>()
                        .Where(Attention.MayBeNeeded)
                        .Where(kind => kinds.Count == 0 || kinds.Contains(kind)),
                ],
                NeedAttention: true
            )
            : new(kinds, NeedAttention: false);

    /// <summary>The query for the sessions that may be wanted, of which the running ones are to be judged.</summary>
    internal SessionQuery Narrow(SessionQuery query, Verdicts verdicts)
    {
        if (IsAll)
        {
            return query;
        }

        SessionStatus[] statuses = [.. Kinds.Select(StatusOf).Distinct()];
        return query with
        {
            // No kind at all: a verdict was asked for that needs no attention.
            AnyOf = statuses.Length > 0 ? statuses : [SessionStatus.Success],
            NeedsAttention = NeedAttention,
            DueBy =
                statuses.Contains(SessionStatus.Running) && !Kinds.Contains(verdicts.OfOthers)
                    ? verdicts.Now
                    : null,
        };
    }

    private static SessionStatus StatusOf(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Success => SessionStatus.Success,
            VerdictKind.Failed => SessionStatus.Failed,
            VerdictKind.Error => SessionStatus.Error,
            VerdictKind.Timeout => SessionStatus.Timeout,
            VerdictKind.Cancelled => SessionStatus.Cancelled,
            _ => SessionStatus.Running,
        };
}
