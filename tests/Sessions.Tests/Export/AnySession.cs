using FsCheck;
using FsCheck.Fluent;

namespace Sessions.Tests;

/// <summary>Random events of one session: any events at all, but no beat's number twice.</summary>
public static class AnySession
{
    public const string Id = "5f833d2c-479e-4c13-bf13-405303596952";

    public static Arbitrary<SessionEvent[]> Arb { get; } =
        FsCheck.Fluent.Arb.From(Gen.ArrayOf(AnyEvent.Arb.Generator).Select(Numbered), Without);

    public static SessionEvent[] Numbered(SessionEvent[] events) =>
        [
            .. events.Select(
                (e, i) => e.Beat is { } beat ? e with { Beat = beat with { Number = i + 1 } } : e
            ),
        ];

    public static IEnumerable<SessionEvent[]> Without(SessionEvent[] events) =>
        events.Select((_, i) => events.Where((_, j) => j != i).ToArray());
}
