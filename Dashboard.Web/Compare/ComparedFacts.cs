using Dashboard.Web.Run;

namespace Dashboard.Web.Compare;

/// <summary>Parameters and environment of several sessions, side by side: what differs, then what is the same.</summary>
/// <param name="Changed">Parameters first; each differs in at least one session.</param>
/// <param name="Same">Equal in all.</param>
public sealed record ComparedFacts(
    IReadOnlyList<ComparedFact> Changed,
    IReadOnlyList<ComparedFact> Same
)
{
    /// <summary>Different in each process: no change that anybody made.</summary>
    private static readonly string[] OfTheProcess = ["process.pid", "service.instance.id"];

    public static ComparedFacts Of(IReadOnlyList<RunFactList> sessions)
    {
        ComparedFact[] all =
        [
            .. Side(sessions, facts => facts.Parameters, isParameter: true),
            .. Side(sessions, facts => facts.Environment, isParameter: false),
        ];
        return new ComparedFacts(
            Array.FindAll(all, fact => fact.IsChanged),
            Array.FindAll(all, fact => !fact.IsChanged)
        );
    }

    private static IEnumerable<ComparedFact> Side(
        IReadOnlyList<RunFactList> sessions,
        Func<RunFactList, IReadOnlyList<(string Name, string Value)>> facts,
        bool isParameter
    )
    {
        var bySession = sessions
            .Select(session => facts(session).ToDictionary(fact => fact.Name, fact => fact.Value))
            .ToArray();
        return bySession
            .SelectMany(known => known.Keys)
            .Distinct()
            .Where(name => isParameter || !OfTheProcess.Contains(name))
            .Order(StringComparer.Ordinal)
            .Select(name => new ComparedFact(
                name,
                [.. bySession.Select(known => known.GetValueOrDefault(name))],
                isParameter
            ));
    }
}

/// <summary>One parameter or attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Of each session, in order; null where it was not stated.</param>
/// <param name="IsParameter">Whether it is a parameter, and not an attribute of the environment.</param>
public sealed record ComparedFact(string Name, IReadOnlyList<string?> Values, bool IsParameter)
{
    public bool IsChanged => Values.Distinct().Skip(1).Any();
}
