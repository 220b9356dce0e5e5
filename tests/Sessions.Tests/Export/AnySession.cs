using FsCheck;
using FsCheck.Fluent;

namespace Sessions.Tests;

/// <summary>Random events of one session: any events at all, and beats under so few numbers that some come again.</summary>
public static class AnySession
{
    public const string Id = "5f833d2c-479e-4c13-bf13-405303596952";

    public static Arbitrary<SessionEvent[]> Arb { get; } =
        FsCheck.Fluent.Arb.From(Gen.ArrayOf(AnyEvent.Arb.Generator).Select(Crowded), Without);

    private static SessionEvent[] Crowded(SessionEvent[] events) =>
        [
            .. events.Select(e =>
                e.Beat is { } beat
                    ? e with
                    {
                        Beat = beat with { Number = beat.Number % 5 + 1 },
                    }
                    : e
            ),
        ];

    private static IEnumerable<SessionEvent[]> Without(SessionEvent[] events) =>
        events.Select((_, i) => events.Where((_, j) => j != i).ToArray());
}
